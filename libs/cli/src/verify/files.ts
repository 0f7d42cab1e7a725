import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

const MAGIC = /[*?{]/;
const NEVER = new Set(['node_modules', '.git']);

/**
 * The files that a pattern names, sorted, relative to the folder `from` like the pattern itself.
 * `*`, `?`, `**` and `{a,b}` mean what they mean to a shell; a name without them is itself.
 */
export function filesOf(pattern: string, from: string): readonly string[] {
  if (!MAGIC.test(pattern) || existsSync(resolve(from, pattern))) return [pattern];
  const parts = pattern.split('/');
  const magic = parts.findIndex((part) => MAGIC.test(part));
  const base = parts.slice(0, magic).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const form = formOf(parts.slice(magic).join('/'));
  const folder = resolve(from, base);
  const found = existsSync(folder) ? filesBelow(folder) : [];
  return found
    .map((file) => relative(folder, file).split(sep).join('/'))
    .filter((file) => form.test(file))
    .map((file) => (base === '.' ? file : join(base, file)))
    .sort();
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NEVER.has(entry.name) ? [] : filesBelow(path);
    return [path];
  });
}

/** `**` is any folders, also none; `*` and `?` stay within a name. */
function formOf(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\?|\{[^}]*\})/);
  return new RegExp(`^${parts.map(partForm).join('')}$`, 'u');
}

function partForm(part: string): string {
  if (part === '**/') return '(?:.*/)?';
  if (part === '**') return '.*';
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  if (!part.startsWith('{')) return part.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  const choices = part
    .slice(1, -1)
    .split(',')
    .map((choice) => formOf(choice).source.slice(1, -1));
  return `(?:${choices.join('|')})`;
}
