import { spawnSync } from 'node:child_process';
import ts from 'typescript';
import { blocksOf, documents, type Block } from './markdown.js';

/*
 * There is no example that no test looks at: each language has one, and an example that cannot be
 * tried says why in a comment before it, `<!-- not checked: … -->`.
 */

const IN_TABLES = new Map([
  ['ts', 'tests/document-snippets.spec.ts compiles it'],
  ['json', 'tests/documents/json-blocks.spec.ts'],
  ['sh', 'tests/documents/shell-blocks.spec.ts'],
  ['js', 'this file reads it; those marked `example:` are run'],
  ['python', 'this file reads it; those marked `example:` are run'],
]);
/** SQL that is run against real tables, by these tests. */
const SQL_RUN_BY = new Map([
  ['docs/OPERATIONS.md', 'tests/runbook.int-spec.ts'],
  ['docs/WRITING-A-PARTICIPANT.md', 'tests/participant-examples.int-spec.ts'],
]);

const blocks = documents().flatMap(blocksOf);
const named = blocks.filter(({ language }) => language !== '');

it('there are some', () => expect(named.length).toBeGreaterThan(100));

it('each is looked at by a test, or says why it is not', () => {
  expect(named.filter((block) => !isLookedAt(block)).map(placeOf)).toEqual([]);
});

it('one without a language is a drawing, an address or an output', () => {
  const CODE = /^(?:import |const |curl |npm |select |\{ ?")/m;
  const plain = blocks.filter(({ language }) => language === '');
  expect(plain.filter(({ text }) => CODE.test(text)).map(placeOf)).toEqual([]);
});

it.each(named.filter(({ language }) => language === 'js'))(
  'JavaScript can be read: $document:$line',
  ({ text }) => {
    const options = { target: ts.ScriptTarget.ES2022, allowJs: true };
    const { diagnostics = [] } = ts.transpileModule(text, {
      fileName: 'example.js',
      compilerOptions: options,
      reportDiagnostics: true,
    });
    expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
  },
);

it.each(named.filter(({ language }) => language === 'python'))(
  'Python can be read: $document:$line',
  ({ text }) => {
    const read = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'];
    const { status, stderr, error } = spawnSync('python3', read, { input: text, encoding: 'utf8' });
    // a machine without Python cannot tell
    if (error && 'code' in error && error.code === 'ENOENT') return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
);

function isLookedAt({ language, mark, document }: Block): boolean {
  if (/^not checked: .{10}/.test(mark ?? '')) return true;
  return language === 'sql' ? SQL_RUN_BY.has(document) : IN_TABLES.has(language);
}

function placeOf({ document, line, language }: Block): string {
  return `${document}:${line} ${language}`;
}
