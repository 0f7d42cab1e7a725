import { readdirSync, readFileSync } from 'node:fs';
import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { compileDefinition, definitionSchema } from '#definition';
import { isList, isObject, type JsonObject, type JsonValue, replaceAt } from '#protocol';
import { assertProperty } from '#testing-internal';
import { definitionDocuments } from '#testing-sagas';
import { WRONG_DEFINITIONS } from './wrong-definitions.fixture.js';
import { WRONG_DOCUMENTS } from './wrong-documents/wrong-documents.js';

/* The JSON Schema of the language: editors complete and check definitions by it. */

const schema = definitionSchema();
const validator = new Validator(schema as Schema, '2020-12', false);

const EXAMPLES = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => `examples/${file}`);
const FILES = [...EXAMPLES, 'apps/order-service/src/order-fulfilment.json'];

/** What is wrong with a document by the schema: where, and why. */
function findingsIn(document: unknown): readonly string[] {
  const { errors } = validator.validate(document);
  return errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}

function read(file: string): JsonObject {
  return JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
}

/** Every object within a value, with its path. */
function objectsIn(path: string, value: JsonValue): readonly (readonly [string, JsonObject])[] {
  if (isList(value)) return value.flatMap((each, index) => objectsIn(`${path}/${index}`, each));
  if (!isObject(value)) return [];
  const below = Object.entries(value).flatMap(([key, each]) => objectsIn(`${path}/${key}`, each));
  return [[path, value], ...below];
}

it('schemas/definition.json is the schema of the language: npm run schema', () => {
  expect(read('schemas/definition.json')).toEqual(schema);
});

it('says of every field what it is for', () => {
  const fields = objectsIn('', { ...schema, $defs: {} }).filter(([path]) =>
    /^(\/properties\/[^/]+|\/items|\/anyOf\/\d+)+$/.test(path),
  );
  expect(fields.length).toBeGreaterThan(60);
  const untold = fields.filter(([, { description }]) => typeof description !== 'string');
  expect(untold.map(([path]) => path)).toEqual([]);
});

describe('A definition that is right', () => {
  it.each(FILES)('raises no false alarm: %s', (file) => {
    expect(findingsIn(read(file))).toEqual([]);
  });

  it.each(WRONG_DOCUMENTS.filter(({ answers }) => answers.length === 0))(
    'raises none when it only looks wrong: $mistake',
    ({ document }) => expect(findingsIn(document)).toEqual([]),
  );

  it('may name its schema', () => {
    const document = { $schema: '../schemas/definition.json', ...read(FILES[0] ?? '') };
    expect(findingsIn(document)).toEqual([]);
    expect(compileDefinition(document, 1).ok).toBe(true);
  });

  it('raises none when it is random', () => {
    assertProperty(
      fc.property(definitionDocuments, ({ document }) => {
        expect(findingsIn(document)).toEqual([]);
      }),
    );
  });

  it('raises none when it is what a change of another one left', () => {
    const accepted = [...changedDocuments()].filter(
      (document) => compileDefinition(document, 1).ok,
    );
    expect(accepted.length).toBeGreaterThan(200);
    const alarms = accepted.filter((document) => findingsIn(document).length > 0);
    expect(alarms).toEqual([]);
  });
});

describe('A definition that is wrong', () => {
  const answered = WRONG_DOCUMENTS.filter(({ answers }) => answers.length > 0);

  it.each(WRONG_DEFINITIONS)('is refused by the parser: $mistake', ({ document }) => {
    expect(compileDefinition(document, 1).ok).toBe(false);
  });

  it.each([...WRONG_DEFINITIONS, ...answered])(
    'is found where the form is wrong, and only there: $mistake',
    ({ document, isInForm }) => expect(findingsIn(document).length > 0).toBe(isInForm),
  );

  it('is found in most cases', () => {
    const found = answered.filter(({ document }) => findingsIn(document).length > 0);
    expect(found.length / answered.length).toBeGreaterThan(0.5);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a wrong duration', { deadline: 'soon' }, '/deadline'],
  ])('is told where: %s', (_what, more, path) => {
    const findings = findingsIn({ ...read(FILES[0] ?? ''), ...more });
    expect(findings.some((finding) => finding.startsWith(`#${path} `))).toBe(true);
  });
});

/** What is not of the language, but of the saga. */
const DATA = /\/(input|output|\w+Schema)\b/;

/** They have every type of step between them. */
const CHANGED = ['examples/loan-approval.json', 'examples/marketplace-order.json'];

/** Every definition in which one object lacks a member, or has one that such an object may have. */
function* changedDocuments(): Generator<JsonValue> {
  for (const document of CHANGED.map(read)) {
    const parts = objectsIn('', document).filter(([path]) => !DATA.test(path));
    for (const [path, part] of parts) {
      const keys = path.split('/').slice(1);
      for (const name of Object.keys(part)) {
        const { [name]: _left, ...others } = part;
        yield replaceAt(document, keys, others);
      }
      for (const [name, value] of MEMBERS.get(placeOf(path)) ?? []) {
        yield replaceAt(document, keys, { ...part, [name]: value });
      }
    }
  }
}

/** `/steps/3/retry` and `/steps/0/retry` are one place. */
function placeOf(path: string): string {
  return path.replaceAll(/\/\d+/g, '/0');
}

/** Values of one field at one place; every one of them would take minutes. */
const VALUES_MAX = 4;

/** What objects have at each place, in any of the definitions. */
const MEMBERS = membersByPlace();

function membersByPlace(): ReadonlyMap<string, readonly [string, JsonValue][]> {
  const members = new Map<string, Map<string, [string, JsonValue]>>();
  const wrong = [...WRONG_DEFINITIONS, ...WRONG_DOCUMENTS].map(({ document }) => document);
  const documents = [...FILES.map(read), ...wrong];
  for (const [path, part] of documents.flatMap((document) => objectsIn('', document))) {
    const known = members.get(placeOf(path)) ?? new Map<string, [string, JsonValue]>();
    members.set(placeOf(path), known);
    for (const entry of Object.entries(part)) {
      const values = [...known.values()].filter(([name]) => name === entry[0]);
      if (values.length < VALUES_MAX) known.set(JSON.stringify(entry), entry);
    }
  }
  return new Map([...members].map(([place, known]) => [place, [...known.values()]]));
}
