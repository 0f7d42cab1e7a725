import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './architecture/files.js';

/* Every path of the sources that a document names is there: a move takes the documents along. */

const MARKDOWN = ['README.md', 'CONTRIBUTING.md', ...markdownIn('docs')];
const PATH = /`((?:libs|apps|tests|migrations|scripts|benchmarks|deploy)\/[\w./-]+)`/g;

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

it.each(MARKDOWN)('%s names paths that exist', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const named = [...text.matchAll(PATH)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('The index of decisions has every one of them', () => {
  const folder = join(root, 'docs', 'decisions');
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const listed = [...index.matchAll(/^\| \[\d+\]\(([\w.-]+)\)/gm)].map(([, file]) => file);
  expect(listed).toEqual(readdirSync(folder).filter((name) => name !== 'README.md'));
});
