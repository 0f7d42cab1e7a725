import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/prepare.mjs';

const BLOCK = /<!-- (file|run): (\S+) -->\n+```\w+\n([^]*?)\n```/g;

/**
 * What a reader of docs/GETTING-STARTED.md types: `files` by name, and `runs`, lines of shell by
 * the name of the chapter.
 */
export function readGettingStarted() {
  const text = readFileSync(join(root, 'docs', 'GETTING-STARTED.md'), 'utf8');
  const found = { file: new Map(), run: new Map() };
  for (const [, kind, name, body] of text.matchAll(BLOCK)) found[kind].set(name, `${body}\n`);
  return { files: found.file, runs: found.run };
}
