import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '#protocol';
import { DEFINITION } from '../compile/saga-document.js';
import type { Field, Place } from '../language/field.js';
import { document, faultsOf } from './document.fixture.js';

/*
 * Every field that the parser knows, and every rule that it reports, is in the documents and has a
 * test by its name; and the documents name no other.
 */

const DOCUMENT = readFileSync('docs/DEFINITIONS.md', 'utf8');
const ROOMS = ['expressions', 'definition', 'engine', 'simulation'].map(
  (room) => `libs/${room}/src`,
);
const SPECS = sourcesIn(...ROOMS, 'libs/children/src', 'apps/conductor/src').filter(isSpec);
const RULES = [
  ...sourcesIn('libs/definition/src', 'libs/expressions/src'),
  ...sourcesIn('libs/children/src'),
].filter((source) => !isSpec(source) && !/warnings|fixture/.test(source.path));

const WARNED = sourcesIn('libs/definition/src', 'libs/expressions/src').filter(
  (source) => !isSpec(source),
);

/** Every place that has fields, by its path in a definition: `/steps/0/wait`. */
const PLACES: ReadonlyMap<string, Place> = new Map(placesBelow('', DEFINITION));

function placesBelow(path: string, place: Place): readonly (readonly [string, Place])[] {
  const below = Object.entries(place.fields).flatMap(([name, field]) =>
    placesIn(`${path}/${name}`, field),
  );
  return [[path, place], ...below];
}

function placesIn(path: string, field: Field): readonly (readonly [string, Place])[] {
  if (field.is === 'object') return placesBelow(path, field.place);
  if (field.is === 'list') return placesIn(`${path}/0`, field.of);
  return field.is === 'either' ? field.forms.flatMap((form) => placesIn(path, form)) : [];
}

function fieldsOf(path: string): readonly string[] {
  return Object.keys(PLACES.get(path)?.fields ?? {});
}

/** A definition with a value at a path, and next to nothing else. */
function documentWith(path: string, value: JsonObject): JsonObject {
  const keys = path.split('/').slice(1);
  const nested = keys.reduceRight<JsonValue>(
    (inner, key) => (key === '0' ? [inner] : { [key]: inner }),
    value,
  );
  return document(nested as JsonObject);
}

interface Source {
  readonly path: string;
  readonly text: string;
}

function sourcesIn(...roots: readonly string[]): readonly Source[] {
  return roots
    .flatMap((root) => readdirSync(root, { recursive: true }).map((each) => join(root, `${each}`)))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function isSpec({ path }: Pick<Source, 'path'>): boolean {
  return path.endsWith('spec.ts');
}

function matchesIn(sources: readonly Source[], form: RegExp): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ text }) => [...text.matchAll(form)].map(([, part]) => part ?? '')),
  );
}

/** The first column of the first table below a heading: what it names in quotes. */
function namesBelow(heading: string): readonly string[] {
  const section = DOCUMENT.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const table =
    section
      .trim()
      .split('\n\n')
      .find((part) => part.startsWith('|')) ?? '';
  const cells = [...table.matchAll(/^\| (`.+?) \|/gm)].map(([, cell]) => cell ?? '');
  return cells.flatMap((cell) =>
    [...cell.matchAll(/`([$A-Za-z-]+)`/g)].map(([, name]) => name ?? ''),
  );
}

describe('Every field of a definition', () => {
  /** As in `range /steps/0/retry/maxAttempts`. */
  const refused = [...matchesIn(SPECS, /'[a-z-]+ (\/\S*)'/g)];
  const titled = [...matchesIn(SPECS, /('[^'\n]*`[^'\n]*')/g)].join();

  it.each([...PLACES.keys()])('at "%s" has a test that refuses a wrong one', (place) => {
    expect(faultsOf(documentWith(place, { another: 1 }))).toContain(
      `unknown-field ${place}/another`,
    );
    const fields = fieldsOf(place);
    // a retry is tested with every wrong field wherever it may stand
    const at = place.endsWith('/retry') ? '/steps/0/retry' : place;
    const isRefused = (field: string) =>
      refused.some((path) => `${path}/`.startsWith(`${at}/${field}/`));
    expect(fields.filter((field) => !isRefused(field))).toEqual([]);
  });

  it.each([...PLACES.keys()])('at "%s" has a test of what it does', (place) => {
    expect(fieldsOf(place).filter((field) => !titled.includes(`\`${field}\``))).toEqual([]);
  });

  it('is in the documents, which name no other', () => {
    expect(namesBelow('The definition').toSorted()).toEqual(fieldsOf('').toSorted());
    expect(namesBelow('A step').toSorted()).toEqual(fieldsOf('/steps/0').toSorted());
  });
});

describe('Every rule of a definition', () => {
  const documented = namesBelow('Rules');

  it('that is reported is in the documents, which name no other', () => {
    const inCalls = matchesIn(RULES, /\b(?:add|report)\([^;]*?'([a-z]+(?:-[a-z]+)+)',/g);
    const inFaults = matchesIn(RULES, /\brule: '([a-z-]+)'/g);
    const reported = [...inCalls, ...inFaults];
    expect(reported.filter((rule) => !documented.includes(rule))).toEqual([]);
    const ofOneWord = ['required', 'type', 'choice', 'range', 'duration'];
    expect(documented.filter((rule) => ![...reported, ...ofOneWord].includes(rule))).toEqual([]);
  });

  it('that only warns is in the documents, and has a test by its name', () => {
    const warned = [...matchesIn(WARNED, /\bwarn\([^;]*?'([a-z]+(?:-[a-z]+)+)',/g)];
    const named = matchesIn(SPECS, /['`]([a-z]+(?:-[a-z]+)*)(?::? |['`])/g);
    expect(warned.length).toBeGreaterThan(8);
    expect(warned.filter((rule) => !DOCUMENT.includes(`\n| \`${rule}\` | `))).toEqual([]);
    expect(warned.filter((rule) => !named.has(rule))).toEqual([]);
  });

  it('has a test by its name', () => {
    const named = matchesIn(SPECS, /['`]([a-z]+(?:-[a-z]+)*)(?::? |['`])/g);
    expect(documented.filter((rule) => !named.has(rule))).toEqual([]);
  });
});
