import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, step } from './document.fixture.js';

/*
 * Every field that the parser knows, and every rule that it reports, is in the documents and has a
 * test by its name; and the documents name no other.
 */

const DOCUMENT = readFileSync('docs/DEFINITIONS.md', 'utf8');
const ROOMS = ['expressions', 'definition', 'engine', 'simulation'].map(
  (room) => `libs/${room}/src`,
);
const SPECS = sourcesIn(...ROOMS, 'apps/conductor/src').filter(isSpec);
const RULES = [
  ...sourcesIn('libs/definition/src', 'libs/expressions/src'),
  ...sourcesIn('apps/conductor/src/api/definitions').filter(({ path }) => /child-rules/.test(path)),
].filter((source) => !isSpec(source) && !/warnings|fixture/.test(source.path));

/** A field that does not exist, at every place that has fields. */
const PLACES: Readonly<Record<string, (field: JsonObject) => JsonObject>> = {
  '': (field) => document(field),
  '/defaults': (field) => document({ defaults: field }),
  '/defaults/retry': (field) => document({ defaults: { retry: field } }),
  '/defaults/compensation': (field) => document({ defaults: { compensation: field } }),
  '/defaults/compensation/retry': (retry) => document({ defaults: { compensation: { retry } } }),
  '/locks/0': (field) => document({ locks: [field] }),
  '/trigger': (trigger) => document({ trigger }),
  '/steps/0': (field) => document({ steps: [step('a', field)] }),
  '/steps/0/wait': (wait) => document({ steps: [{ name: 'a', wait }] }),
  '/steps/0/fail': (fail) => document({ steps: [{ name: 'a', fail }] }),
  '/steps/0/end': (end) => document({ steps: [{ name: 'a', end }] }),
  '/steps/0/saga': (saga) => document({ steps: [{ name: 'a', saga }] }),
  '/steps/0/forEach': (forEach) => document({ steps: [step('a', { forEach })] }),
  '/steps/0/repeat': (repeat) => document({ steps: [step('a', { repeat })] }),
  '/steps/0/retry': (retry) => document({ steps: [step('a', { retry })] }),
  '/steps/0/compensation': (compensation) => document({ steps: [step('a', { compensation })] }),
  '/steps/0/compensation/retry': (retry) =>
    document({ steps: [step('a', { compensation: { command: 'shop.undo', retry } })] }),
};

/** The fields of a place, which the refusal of another one lists. */
function fieldsOf(place: string): readonly string[] {
  const result = compileDefinition(PLACES[place]?.({ another: 1 }), 1);
  const faults = result.ok ? [] : result.faults;
  const refusal = faults.find(({ path }) => path === `${place}/another`)?.message;
  return refusal?.split('known: ')[1]?.split(', ') ?? [];
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
    [...cell.matchAll(/`([A-Za-z-]+)`/g)].map(([, name]) => name ?? ''),
  );
}

describe('Every field of a definition', () => {
  /** As in `range /steps/0/retry/maxAttempts`. */
  const refused = [...matchesIn(SPECS, /'[a-z-]+ (\/\S*)'/g)];
  const titled = [...matchesIn(SPECS, /('[^'\n]*`[^'\n]*')/g)].join();

  it.each(Object.keys(PLACES))('at "%s" has a test that refuses a wrong one', (place) => {
    const fields = fieldsOf(place);
    expect(fields.length).toBeGreaterThan(0);
    // a retry is tested with every wrong field wherever it may stand
    const at = place.endsWith('/retry') ? '/steps/0/retry' : place;
    const isRefused = (field: string) =>
      refused.some((path) => `${path}/`.startsWith(`${at}/${field}/`));
    expect(fields.filter((field) => !isRefused(field))).toEqual([]);
  });

  it.each(Object.keys(PLACES))('at "%s" has a test of what it does', (place) => {
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

  it('has a test by its name', () => {
    const named = matchesIn(SPECS, /['`]([a-z]+(?:-[a-z]+)*)(?::? |['`])/g);
    expect(documented.filter((rule) => !named.has(rule))).toEqual([]);
  });
});
