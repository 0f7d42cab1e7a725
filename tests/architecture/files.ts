import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const FOLDERS = ['apps', 'libs', 'migrations', 'tests', 'benchmarks'];
// a template is a user's own project: its imports are packages
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'template']);

/** Every TypeScript source, as a path from the root with `/`. */
export function sourceFiles(): readonly string[] {
  return FOLDERS.flatMap(walk);
}

function walk(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(path);
    return /\.[cm]?tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** Tests, and what only tests use. */
export function isTest(file: string): boolean {
  return /\.(spec|int-spec|e2e-spec|package-spec|contract|fixture)\.tsx?$/.test(file);
}
