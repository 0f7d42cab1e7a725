import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './architecture/files.js';
import { SURROUNDINGS } from './document-snippets.fixture.js';

/* Every TypeScript example of these documents compiles, as it stands or in what surrounds it. */

const DOCUMENTS = ['docs/WRITING-A-PARTICIPANT.md', 'docs/EVENTS.md'];
const SNIPPET = /(?:<!-- compiles in: (.+?) -->\n+)?```(?:ts|typescript)\n([\s\S]*?)\n```/g;

interface Snippet {
  readonly name: string;
  readonly text: string;
}

function snippetsOf(document: string): readonly Snippet[] {
  const found = readFileSync(join(root, document), 'utf8').matchAll(SNIPPET);
  return [...found].map(([, place, text = ''], index) => {
    const surround = place === undefined ? (snippet: string) => snippet : SURROUNDINGS[place];
    if (!surround) throw new Error(`${document} names a place that is not known: ${place}`);
    return { name: `${document} ${index + 1}${place ? ` (${place})` : ''}`, text: surround(text) };
  });
}

const snippets = DOCUMENTS.flatMap(snippetsOf);
/** As deep as a service's own sources: the examples import migrations by a path. */
const fileOf = (index: number) => join(root, 'apps', 'snippets', 'src', `snippet-${index}.ts`);

function compile(): ts.Program {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const texts = new Map(snippets.map(({ text }, index) => [fileOf(index), text]));
  // What an example shows is not always used in it.
  const settings = { ...options, noEmit: true, incremental: false, noUnusedLocals: false };
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
  expect(snippets.length).toBeGreaterThanOrEqual(7);
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
