import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  exportsOf,
  importsOf,
  linesOf,
  longFunctionsOf,
  namesUsedIn,
} from './architecture/source.js';
import { findRoom, NODE, ROOMS, TEST_PACKAGES } from './architecture/rooms.js';
import { root, sourceFiles, isTest } from './architecture/files.js';
import { EXCEPTIONS } from './architecture/exceptions.js';
import { routesWithoutNeed } from './architecture/routes.js';
import { circlesIn, folderGraph, importGraph } from './architecture/import-graph.js';

const LINES_MAX = 300;
const DOOR_NAMES_MAX = 40;
const FOLDER_FILES_MAX = 25;
const FUNCTION_LINES_MAX = 60;
const COLUMNS_MAX = 100;

/** All that breaks the rule, less the exceptions; an exception that is no longer needed too. */
function expectNoneBut(found: readonly string[], exceptions: readonly string[]): void {
  expect(found.filter((path) => !exceptions.includes(path))).toEqual([]);
  expect(exceptions.filter((path) => !found.includes(path))).toEqual([]);
}

const files = sourceFiles();
const inRooms = files.flatMap((file) => {
  const room = findRoom(file);
  return room ? [{ file, room }] : [];
});

it('finds the sources', () => {
  expect(files).toContain('libs/engine/src/index.ts');
  expect(files).toContain('tests/architecture.spec.ts');
});

it('knows the room of every source', () => {
  const homeless = files.filter(
    (file) => /^(apps|libs|migrations)\//.test(file) && !findRoom(file),
  );
  expect(homeless).toEqual([]);
});

describe('Imports between rooms go one way', () => {
  it('a room imports only the rooms that the table allows', () => {
    const wrong = inRooms.flatMap(({ file, room }) =>
      importsOf(file)
        .filter((name) => name.startsWith('#') && name !== `#${room.name}`)
        .filter((name) => !room.imports.includes(name) && !(isTest(file) && isForTests(name, room)))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a relative import stays in its room, or goes where the table says', () => {
    const wrong = inRooms.flatMap(({ file, room }) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(root, join(root, dirname(file), name)))
        .filter((path) => !path.startsWith(`${room.folder}/`))
        .filter((path) => !room.imports.some((allowed) => path.startsWith(allowed)))
        .filter((path) => !(isTest(file) && /^(apps|tests|migrations)\//.test(path)))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a room imports only the packages that the table allows', () => {
    const wrong = inRooms.flatMap(({ file, room }) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !name.startsWith('#'))
        .map(packageOf)
        .filter((name) => !isAllowed(name, room.packages))
        .filter((name) => !(isTest(file) && isAllowed(name, TEST_PACKAGES)))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a library is entered by its index, which has no logic', () => {
    const doors = files.filter((file) => /^libs\/[^/]+\/src\/index\.ts$/.test(file));
    expect(doors.length).toBe(ROOMS.filter(({ folder }) => folder.startsWith('libs/')).length);
    const withLogic = doors.filter((file) =>
      linesOf(file).some((line) => /^(?!export |\s|\}|\/?\*|\/\/|$)/.test(line)),
    );
    expect(withLogic).toEqual([]);
    expect(doors.filter((file) => /^export (const|function|class|let)/m.test(read(file)))).toEqual(
      [],
    );
  });
});

describe('Imports never lead in a circle', () => {
  const graph = importGraph(files);

  it('from file to file', () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  it.each(ROOMS.filter(({ folder }) => folder.startsWith('libs/')))(
    'from folder to folder in $folder',
    ({ folder }) => {
      expect(circlesIn(folderGraph(withoutTests(graph), folder))).toEqual([]);
    },
  );

  /** A fixture may know all of its room. */
  function withoutTests(all: typeof graph): typeof graph {
    return new Map([...all].filter(([file]) => !isTest(file)));
  }
});

describe('Rooms stay small enough to know', () => {
  it(`a door has ${DOOR_NAMES_MAX} names at most`, () => {
    const wide = files
      .filter((file) => /^libs\/[^/]+\/src\/index\.ts$/.test(file))
      .map((file) => ({ file, names: exportsOf(file).length }))
      .filter(({ names }) => names > DOOR_NAMES_MAX);
    expect(wide).toEqual([]);
  });

  it(`a folder has ${FOLDER_FILES_MAX} files at most`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const full = [...counts].filter(([, count]) => count > FOLDER_FILES_MAX);
    expect(full).toEqual([]);
  });
});

describe('Sources stay small enough to read', () => {
  it(`a file has ${LINES_MAX} lines at most`, () => {
    expectNoneBut(
      files.filter((file) => linesOf(file).length > LINES_MAX),
      EXCEPTIONS.longFiles,
    );
  });

  it(`a function has ${FUNCTION_LINES_MAX} lines at most`, () => {
    const long = files
      .filter((file) => !isTest(file))
      .flatMap((file) => longFunctionsOf(file, FUNCTION_LINES_MAX));
    expectNoneBut(long, EXCEPTIONS.longFunctions);
  });

  it(`a line has ${COLUMNS_MAX} columns at most`, () => {
    const long = files.flatMap((file) =>
      linesOf(file).flatMap((line, index) =>
        line.length > COLUMNS_MAX ? [`${file}:${index + 1}`] : [],
      ),
    );
    expectNoneBut(long, EXCEPTIONS.longLines);
  });
});

/** What decides. The simulation and the test kit run it, in virtual time. */
const PURE = /^libs\/(protocol|expressions|definition|engine|simulation)\/src\//;

describe('The engine is pure', () => {
  const engine = files.filter((file) => PURE.test(file) && !isTest(file));

  it('it has no clock, no chance, no timers, no process and waits for nothing', () => {
    const impure = [
      'Date.now',
      'new Date()',
      'Math.random',
      'performance',
      'process',
      'globalThis',
      'async',
      'await',
      'Promise',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'queueMicrotask',
      'crypto',
      'fetch',
    ];
    const wrong = engine.flatMap((file) =>
      namesUsedIn(file)
        .filter((name) => impure.includes(name))
        .map((name) => `${file} uses ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('The fault run judges from outside', () => {
  const harness = files.filter((file) => file.startsWith('tests/faults/') && !isTest(file));
  /** The participant of a run stands on the library that is judged; it decides nothing. */
  const onTheLibrary = ['tests/faults/participant.ts'];

  it('only its participant imports code of the product', () => {
    const ours =
      /^(#(?!servers\/)|.*\/(libs|apps|migrations)\/(?!testing-internal\/src\/tcp-proxy\.js$))/;
    const wrong = harness.filter((file) => importsOf(file).some((name) => ours.test(name)));
    expectNoneBut(wrong, onTheLibrary);
  });
});

describe('Nothing is left lying about', () => {
  const occurrences = (where: readonly string[], pattern: RegExp): readonly string[] =>
    where.flatMap((file) =>
      linesOf(file).flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    );

  it('nothing writes to the console', () => {
    const programs = files.filter((file) => /^(apps|libs|migrations)\//.test(file));
    const wrong = programs.filter((file) => namesUsedIn(file).includes('console'));
    expectNoneBut(wrong, EXCEPTIONS.console);
  });

  it('no work is put off in a comment', () => {
    expect(
      occurrences(files, new RegExp(`\\b(${['TO', 'DO'].join('')}|FIX${'ME'}|XX${'X'})\\b`)),
    ).toEqual([]);
  });

  it('no comment of a plain room opens with a bare "Of": it names its subject', () => {
    const plain = new RegExp(`^libs/(${PLAIN_ROOMS.join('|')})/`);
    const inPlainRooms = files.filter((file) => plain.test(file));
    expect(occurrences(inPlainRooms, /\/(?:\*\*?|\/) Of\b/)).toEqual([]);
    const blocks = inPlainRooms.filter((file) => /\/\*\*?\n\s*\* Of\b/.test(read(file)));
    expect(blocks).toEqual([]);
  });

  it('properties are tried on the seeds of assertProperty, and on no others', () => {
    const own = ['fc.assert', 'fc.check', 'fc.sample', 'fc.statistics', 'Math.random'];
    const wrong = files
      .filter((file) => isTest(file) || /^libs\/testing-(internal|sagas)\//.test(file))
      .filter((file) => file !== 'libs/testing-internal/src/assert-property.ts')
      .filter((file) => namesUsedIn(file).some((name) => own.includes(name)));
    expect(wrong).toEqual([]);
  });

  it('the limit of time of an asynchronous property follows its runs', () => {
    const count = (file: string, call: RegExp) => [...read(file).matchAll(call)].length;
    const own = /\.asyncProperty\(/g;
    const unlimited = files
      .filter(isTest)
      .filter((file) => count(file, own) > count(file, /\bpropertyTimeMs\(/g));
    expect(unlimited).toEqual([]);
  });

  it('no test is skipped or runs alone', () => {
    const pattern =
      /\b(it|test|describe)\.(only|skip|todo|failing)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
    expect(occurrences(files.filter(isTest), pattern)).toEqual([]);
  });
});

/** Rooms whose comments were gone through; the list grows. */
const PLAIN_ROOMS = [
  'bus',
  'contracts',
  'database',
  'definition',
  'engine',
  'expressions',
  'persistence',
  'ports',
  'protocol',
  'resilience',
  'runtime',
];

/** Tests of what decides need no server and no bus either. */
const OF_PURE_TESTS = ['#testing-internal', '#testing-sagas'];

function isForTests(name: string, room: (typeof ROOMS)[number]): boolean {
  if (PURE.test(`${room.folder}/src/`)) return OF_PURE_TESTS.includes(name);
  return name.startsWith('#');
}

function isAllowed(name: string, packages: readonly string[]): boolean {
  return packages.includes(name) || (name.startsWith(NODE) && packages.includes(NODE));
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

it('every route of the conductor says with @Needs which role it needs', () => {
  const sources = files.filter((file) => file.startsWith('apps/conductor/src/') && !isTest(file));
  const found = sources.flatMap((file) =>
    routesWithoutNeed(readFileSync(join(root, file), 'utf8')).map((line) => `${file}: ${line}`),
  );
  expect(found).toEqual([]);
  expect(routesWithoutNeed("@Controller()\nclass A {\n  @Get('a')\n  a() {}\n}")).toHaveLength(1);
});
