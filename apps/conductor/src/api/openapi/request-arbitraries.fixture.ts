import fc from 'fast-check';
import type { Json } from './conformance.fixture.js';

/** Generates requests from the OpenAPI document: some nearly right, some hostile. */

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** null: none. */
  readonly body: string | null;
}

/** Values by the name of a parameter or field: they get further than random ones. */
export type Known = ReadonlyMap<string, readonly Json[]>;

const HOSTILE_TEXTS = [
  '',
  ' ',
  '.',
  '..',
  '%',
  '%00',
  '\u0000',
  '\ud800',
  '\ufeff',
  '😀',
  "' or '1'='1",
  '${1}',
  '{}',
  '-1',
  '0',
  '1e400',
  '9007199254740993',
  '2147483648',
  'NaN',
  'null',
  'true',
  '__proto__',
  '2026-01-01',
  '2026-13-45T99:99:99Z',
  '20260101T101010Z',
  '2026-W01',
  '0000-00-00',
  '60s',
  'WyJzYWdhcyIsIicgb3IgMT0xIl0',
  'x'.repeat(300),
  '\\',
  '"',
  'a,b,,c',
  '../../etc/passwd',
];
const HOSTILE_BODIES = [
  '',
  '{',
  '[]',
  'null',
  '7',
  '"x"',
  '{"a":1,"a":2}',
  '{"__proto__":{}}',
  '\ufeff{}',
  '{}{}',
  '{"input":1e400}',
  '{"reason":"\\ud800"}',
  '{"hasOwnProperty":1}',
  '{"constructor":1}',
  `${'['.repeat(40)}${']'.repeat(40)}`,
  `{"${'k'.repeat(300)}":1}`,
  `{"reason":"${'x'.repeat(2000)}"}`,
];
const CONTENT_TYPES = ['text/plain', 'application/json; charset=utf-16', 'nonsense', ''];

const hostileText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ maxLength: 20 }));
const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

export function requestsOf(document: Json, known: Known): fc.Arbitrary<FuzzedRequest> {
  const build = new Requests(document, known);
  const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) =>
      build.requestOf(method.toUpperCase(), path, operation),
    ),
  );
  const wrongMethod = fc.record({
    method: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'GET', 'POST'),
    path: fc.constantFrom(...Object.keys(document.paths as object), '/nothing', '/v1', '/v2/sagas'),
    headers: fc.constant({}),
    body: fc.constant(null),
  });
  return fc.oneof(...operations.map((arbitrary) => ({ arbitrary, weight: 3 })), {
    arbitrary: wrongMethod,
    weight: 4,
  });
}

class Requests {
  constructor(
    private readonly document: Json,
    private readonly known: Known,
  ) {}

  requestOf(method: string, template: string, operation: Json): fc.Arbitrary<FuzzedRequest> {
    const parameters = (operation.parameters ?? []) as readonly Json[];
    const inPath = template.split(/(\{\w+\})/).map((part) => {
      const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
      return name === undefined ? fc.constant(part) : this.text(name).map(encodeLoosely);
    });
    const inQuery = parameters
      .filter((each) => each.in === 'query')
      .map((each) => each.name as string);
    return fc.record({
      method: fc.constant(method),
      path: fc
        .tuple(fc.tuple(...inPath), this.query(inQuery))
        .map(([parts, query]) => parts.join('') + query),
      headers: this.headers(method),
      body: method === 'POST' ? this.body(operation) : fc.constant(null),
    });
  }

  private query(names: readonly string[]): fc.Arbitrary<string> {
    const pair = fc
      .oneof(
        { arbitrary: fc.constantFrom(...names, 'limit'), weight: 8 },
        { arbitrary: hostileText, weight: 1 },
      )
      .chain((name) => this.text(name).map((value) => `${encode(name)}=${encode(value)}`));
    return fc
      .array(pair, { maxLength: 3 })
      .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
  }

  private headers(method: string): fc.Arbitrary<Record<string, string>> {
    const type = fc.oneof(
      { arbitrary: fc.constant('application/json'), weight: 20 },
      { arbitrary: fc.constantFrom(...CONTENT_TYPES), weight: 1 },
    );
    const key = fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 4 },
      { arbitrary: fc.constantFrom('k-1', 'k-2', 'a b', 'x'.repeat(129), ''), weight: 1 },
    );
    return fc.tuple(type, key).map(([contentType, idempotencyKey]) => ({
      ...(method === 'POST' ? { 'content-type': contentType } : {}),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    }));
  }

  private body(operation: Json): fc.Arbitrary<string | null> {
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    return fc.oneof(
      { arbitrary: this.value(schema ?? {}, 0).map((value) => JSON.stringify(value)), weight: 12 },
      { arbitrary: fc.constantFrom(...HOSTILE_BODIES), weight: 2 },
      { arbitrary: anyJson.map((value) => JSON.stringify(value)), weight: 1 },
      { arbitrary: fc.constant(null), weight: 1 },
    );
  }

  private text(name: string): fc.Arbitrary<string> {
    const known = this.known.get(name)?.map(String) ?? [];
    if (known.length === 0) return hostileText;
    return fc.oneof(
      { arbitrary: fc.constantFrom(...known), weight: 4 },
      { arbitrary: hostileText, weight: 1 },
    );
  }

  /** Values that more or less fit a schema. */
  private value(given: Json, depth: number): fc.Arbitrary<Json> {
    const schema = this.resolve(given);
    if (depth > 4) return fc.constant(null);
    const right = this.rightValue(schema, depth);
    return fc.oneof({ arbitrary: right, weight: 12 }, { arbitrary: anyJson, weight: 1 });
  }

  private rightValue(schema: Json, depth: number): fc.Arbitrary<Json> {
    const choices = schema.oneOf ?? schema.anyOf;
    if (schema.enum) return fc.constantFrom(...(schema.enum as readonly Json[]));
    if (choices) return fc.oneof(...choices.map((each: Json) => this.value(each, depth + 1)));
    if (schema.properties) return this.object(schema, depth);
    switch (schema.type) {
      case 'array':
        return fc.array(this.value(schema.items ?? {}, depth + 1), { maxLength: 3 });
      case 'integer':
      case 'number':
        return fc.constantFrom(0, 1, 2, -1, 1.5, 2_147_483_647, 2_147_483_648);
      case 'boolean':
        return fc.boolean();
      case 'string':
        return fc.oneof(fc.constantFrom('a', 'act', 'shop.act', '1s', '${input.a}'), hostileText);
      default:
        return anyJson;
    }
  }

  private object(schema: Json, depth: number): fc.Arbitrary<Json> {
    const required = new Set<string>(schema.required ?? []);
    const members = Object.entries<Json>(schema.properties).map(([name, member]) => {
      const known = this.known.get(name) ?? [];
      const value = this.value(member, depth + 1);
      const arbitrary =
        known.length === 0
          ? value
          : fc.oneof(
              { arbitrary: fc.constantFrom(...known), weight: 4 },
              { arbitrary: value, weight: 1 },
            );
      const isThere = required.has(name)
        ? fc.integer({ min: 0, max: 19 }).map((roll) => roll > 0)
        : fc.integer({ min: 0, max: 5 }).map((roll) => roll === 0);
      return fc.tuple(isThere, arbitrary).map(([is, each]) => (is ? [[name, each] as const] : []));
    });
    return fc.tuple(...members).map((entries) => Object.fromEntries(entries.flat()) as Json);
  }

  private resolve(schema: Json): Json {
    const [, name] = /^#\/components\/schemas\/(\w+)$/.exec(schema?.$ref ?? '') ?? [];
    return name === undefined
      ? (schema ?? {})
      : this.resolve(this.document.components.schemas[name]);
  }
}

/** Some characters are left unescaped in a path. */
function encodeLoosely(text: string): string {
  return /^[!-~]*$/.test(text) && text.length % 2 === 1 ? text : encode(text);
}

/** Also handles malformed text, which encodeURIComponent refuses. */
function encode(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}
