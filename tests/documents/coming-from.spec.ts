import * as kit from '#testing-kit';
import ts from 'typescript';
import { compileDefinition } from '#definition';
import { blocksOf, type Block } from './markdown.js';

/*
 * The pages for those who come from another engine: their definitions are valid, and the tests that
 * they show are run here as they stand.
 */

const PAGES = ['temporal', 'masstransit', 'conductor-oss', 'step-functions'].map(
  (name) => `docs/coming-from/${name}.md`,
);
// the text is the page's own, as a reader runs it
const IMPORT = /^import .+ from '(.+)';\n/gm;

describe.each(PAGES)('%s', (page) => {
  const blocks = blocksOf(page);
  const files = new Map(blocks.filter(isJson).map(({ text }) => [fileOf(text), text]));
  const tests = blocks.filter(({ language }) => language === 'ts');

  it('has a definition and a test of it', () => {
    expect([files.size > 0, tests.length > 0]).toEqual([true, true]);
  });

  it.each([...files])('has a valid definition %s', (_, text) => {
    const compiled = compileDefinition(JSON.parse(text), 1);
    expect(compiled).toMatchObject({ ok: true });
    expect(compiled).not.toHaveProperty('definition.warnings.0');
  });

  describe.each(tests)('its test in line $line', ({ text }) => {
    run(text, files);
  });
});

function isJson({ language }: Block): boolean {
  return language === 'json';
}

/** The file as which the page's test reads it. */
function fileOf(text: string): string {
  return `${(JSON.parse(text) as { name: string }).name}.json`;
}

/** Runs a test of a page: its imports are what this file gives, and its files the page's own. */
function run(text: string, files: ReadonlyMap<string, string>): void {
  const imported = [...text.matchAll(IMPORT)].map(([, from]) => from);
  expect(imported).toEqual(['node:fs', '@conductor/testing']);
  const { outputText } = ts.transpileModule(text.replace(IMPORT, ''), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const given = { ...kit, it, readFileSync: (file: string) => files.get(file) ?? missing(file) };
  const names = Object.keys(given);
  new Function(...names, outputText)(...Object.values(given));
}

function missing(file: string): never {
  throw new Error(`no definition of the page is called ${file}`);
}
