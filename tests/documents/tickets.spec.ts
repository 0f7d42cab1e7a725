import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/files.js';

/* The example that docs/GETTING-STARTED.md makes; `npm run adopt` runs it from the packages. */

const FOLDER = join(root, 'examples', 'tickets');
const BLOCK = /<!-- file: (\S+) -->\n+```\w+\n([^`]*(?:`(?!``)[^`]*)*)\n```/g;

it('examples/tickets has the files of the document, as they stand there', () => {
  const text = readFileSync(join(root, 'docs', 'GETTING-STARTED.md'), 'utf8');
  const told = [...text.matchAll(BLOCK)].map(([, name = '', body]) => [name, `${body}\n`] as const);
  const names = readdirSync(FOLDER).filter((name) => name !== 'README.md');
  expect(names.sort()).toEqual(told.map(([name]) => name).sort());
  for (const [name, body] of told) {
    expect([name, readFileSync(join(FOLDER, name), 'utf8')]).toEqual([name, body]);
  }
});
