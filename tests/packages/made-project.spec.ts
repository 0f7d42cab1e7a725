import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as kit from '#testing-kit';
import { root } from '../architecture/files.js';
import { PACKAGE_SOURCES } from './package-sources.js';

/*
 * What `conductor new` makes, as it stands in the template, beside the sources of this repository.
 * cli.package-spec.ts has it made, installed and run.
 */

const TEMPLATE = join(root, 'libs', 'cli', 'template');
const IMPORT = /^import .+ from '(.+)';\n/gm;

/** By the settings of the project, and with nothing but what it installs. */
function compileNest(): ts.Program {
  const folder = join(TEMPLATE, 'nest');
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const paths = Object.fromEntries(
    Object.entries(PACKAGE_SOURCES).map(([name, [source = '']]) => [name, [join(root, source)]]),
  );
  const { tsBuildInfoFile: _, ...own } = options;
  // the names of rooms lead to `dist`, and from there to the sources
  const here = { rootDir: root, outDir: join(root, 'dist'), paths };
  return ts.createProgram(fileNames, { ...own, ...here, noEmit: true, incremental: false });
}

describe('The services of a project with NestJS', () => {
  const services = readdirSync(join(TEMPLATE, 'nest', 'services'));
  let program: ts.Program;

  beforeAll(() => {
    program = compileNest();
  });

  it('are as many as without', () => {
    const plain = readdirSync(join(TEMPLATE, 'plain', 'services'));
    expect(services).toEqual(plain.map((file) => file.replace(/\.mjs$/, '.ts')));
    expect(services).toHaveLength(3);
  });

  it.each(services)('%s compiles', (service) => {
    const source = program.getSourceFile(join(TEMPLATE, 'nest', 'services', service));
    if (source === undefined) throw new Error(`tsconfig.json leaves out ${service}`);
    const problems = ts.getPreEmitDiagnostics(program, source);
    expect(
      problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ).toEqual([]);
  });

  it('have the commands of those without', () => {
    const commandsIn = (kind: string, pattern: RegExp) => {
      const folder = join(TEMPLATE, kind, 'services');
      const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)).sort();
    };
    const nest = commandsIn('nest', /@MessagePattern\('(.+)'\)/g);
    expect(nest).toEqual(commandsIn('plain', /^ {4}'(\w+\.\w+)': async/gm));
    expect(nest).toEqual(['payment.charge', 'stock.release', 'stock.reserve']);
  });
});

describe('The test of a project, of either kind', () => {
  const folder = join(TEMPLATE, 'shared', 'sagas');
  const text = readFileSync(join(folder, 'order.test.mjs'), 'utf8');
  const imported = [...text.matchAll(IMPORT)].map(([, from]) => from);
  expect(imported).toEqual(['node:fs', 'node:test', '@conductor/testing']);
  const place = JSON.stringify(`file://${folder}/order.test.mjs`);
  const body = text.replace(IMPORT, '').replaceAll('import.meta.url', place);
  const given = { ...kit, test: it, readFileSync };
  new Function(...Object.keys(given), body)(...Object.values(given));
});
