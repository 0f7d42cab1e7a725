import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/files.js';

/** Where documents of ours are. */
const FOLDERS = ['docs', 'benchmarks', 'examples', 'libs', 'apps', 'deploy', 'tests'];
const NOT_OURS = new Set(['node_modules', 'dist', 'cel-spec']);

export interface Block {
  readonly document: string;
  /** From 1: that of the fence. */
  readonly line: number;
  /** What stands behind the fence: `ts`, `json`, …; empty for a drawing or an output. */
  readonly language: string;
  readonly text: string;
  /** The comment right before it: `<!-- compiles in: a mailer -->`. null: none. */
  readonly mark: string | null;
}

/** Every Markdown file of ours, as a path from the root with `/`. */
export function documents(): readonly string[] {
  return [...namesIn('.'), ...FOLDERS.flatMap(walk)];
}

export function read(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}

/** The fenced blocks of a document, in order; the fence is three backquotes. */
export function blocksOf(document: string): readonly Block[] {
  const lines = read(document).split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^ {0,3}```(\S*)/.exec(lines[at] ?? '');
    if (!fence) continue;
    const end = lines.findIndex((line, place) => place > at && /^ {0,3}```\s*$/.test(line));
    if (end < 0) throw new Error(`${document}:${at + 1} has a block without an end`);
    const text = lines.slice(at + 1, end).join('\n');
    const mark = markAbove(lines.slice(0, at));
    blocks.push({ document, line: at + 1, language: fence[1] ?? '', text, mark });
    at = end;
  }
  return blocks;
}

function markAbove(above: readonly string[]): string | null {
  const last = above.findLast((line) => line.trim() !== '') ?? '';
  return /^<!-- (.+) -->$/.exec(last.trim())?.[1] ?? null;
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
}

function walk(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
