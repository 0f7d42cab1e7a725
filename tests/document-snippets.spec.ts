import { join } from 'node:path';
import ts from 'typescript';
import { root } from './architecture/files.js';
import { SURROUNDINGS } from './document-snippets.fixture.js';
import { blocksOf, documents } from './documents/markdown.js';
import { PACKAGE_SOURCES } from './packages/package-sources.js';

/* Every TypeScript example of every document compiles, as it stands or in what surrounds it. */

const PLACE = /^compiles in: (.+)$/;
interface Snippet {
  readonly name: string;
  readonly text: string;
}

function snippetsOf(document: string): readonly Snippet[] {
  const examples = blocksOf(document).filter(({ language }) => /^(ts|typescript)$/.test(language));
  return examples.map(({ text, mark, line }) => {
    const [, place] = PLACE.exec(mark ?? '') ?? [];
    const surround = place === undefined ? (snippet: string) => snippet : SURROUNDINGS[place];
    if (!surround) throw new Error(`${document} names a place that is not known: ${place}`);
    return { name: `${document}:${line}${place ? ` (${place})` : ''}`, text: surround(text) };
  });
}

const snippets = documents().flatMap(snippetsOf);
/** As deep as a service's own sources: the examples import migrations by a path. */
const fileOf = (index: number) => join(root, 'apps', 'snippets', 'src', `snippet-${index}.ts`);

function compile(): ts.Program {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const texts = new Map(snippets.map(({ text }, index) => [fileOf(index), text]));
  // What an example shows is not always used in it.
  const settings = {
    ...options,
    noEmit: true,
    incremental: false,
    noUnusedLocals: false,
    paths: PACKAGE_SOURCES,
  };
  const { tsBuildInfoFile: _, ...own } = settings;
  const host = ts.createCompilerHost(own);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists.call(host, file);
  host.readFile = (file) => texts.get(file) ?? readFile.call(host, file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? getSourceFile.call(host, file, languageVersion, ...rest)
      : ts.createSourceFile(file, text, languageVersion);
  };
  return ts.createProgram([...texts.keys()], own, host);
}

let program: ts.Program;

beforeAll(() => {
  program = compile();
}, 120_000);

it('there are some', () => {
  expect(snippets.length).toBeGreaterThanOrEqual(12);
});

it.each(snippets.map(({ name }, index) => [name, index] as const))(
  '%s compiles',
  (_, index) => {
    const source = program.getSourceFile(fileOf(index));
    const problems = ts.getPreEmitDiagnostics(program, source);
    expect(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ).toEqual([]);
  },
  120_000,
);
