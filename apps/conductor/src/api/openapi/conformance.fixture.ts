import { readFileSync } from 'node:fs';
import { dereference, type Schema, validate } from '@cfworker/json-schema';

/** Checks answers against the OpenAPI document. */

/** Untyped: tests read any field, and a missing one is undefined and fails the expectation. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answered {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  /** The parsed body, when it is JSON. */
  readonly body: Json;
}

const STORED = new URL('../../../../../schemas/openapi.json', import.meta.url);

/** What every conductor serves: `stored-document.e2e-spec.ts` holds it to that. */
export function storedDocument(): Json {
  return JSON.parse(readFileSync(STORED, 'utf8'));
}

/** Pages, the document itself and the language's: it describes the API alone. */
const PAGES = /^\/($|docs($|\/)|openapi\.json$|asyncapi\.json$|schemas($|\/))/;
/** Pages that say with a status of their own what is wrong. */
const SPEAKING_PAGES = /^\/v1\/alerts\/mute\//;

interface Route {
  readonly template: string;
  readonly pattern: RegExp;
  readonly parameters: number;
}

/** Statuses allowed for paths and methods that the document does not have. */
const OUTSIDE = new Set([400, 401, 404, 405, 408, 413, 414, 415, 429, 431, 503]);

export class Conformance {
  private readonly routes: readonly Route[];
  /** By their addresses: those of answers that were compared, and all that they refer to. */
  private readonly schemas: Record<string, Schema | boolean> = {};
  private readonly taken = new Set<string>();
  private readonly answers = new Map<string, Schema>();

  constructor(private readonly document: Json) {
    this.routes = Object.keys(document.paths as object).map((template) => ({
      template,
      pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      parameters: template.split('{').length - 1,
    }));
  }

  /** The violation; null: the answer is documented, and its body fits. */
  faultOf({ method, path, status, contentType, body }: Answered): string | null {
    const operation = this.operationAt(method, path.split('?', 1)[0] ?? '');
    if (PAGES.test(path) && status < 400) return null;
    if (SPEAKING_PAGES.test(path) && contentType.startsWith('text/html')) return null;
    const problem = { content: { 'application/problem+json': PROBLEM } };
    const isKnown = operation !== undefined;
    const answer = isKnown
      ? this.answerOf(operation, status)
      : OUTSIDE.has(status)
        ? problem
        : null;
    if (!answer) return `${status} is not documented`;
    if (method === 'HEAD') return null;
    const [type = ''] = contentType.split(';');
    const schema = answer.content?.[type]?.schema;
    if (schema === undefined) return `${status} of type ${type} is not documented`;
    const misfit = this.misfitOf(schema, body);
    return misfit === null ? null : `${status} does not fit: ${misfit}`;
  }

  /** Why it does not fit a schema of the document; null: it does. */
  misfitOf(schema: Json, body: Json): string | null {
    const { valid, errors } = validate(body, this.schemaOf(schema), '2020-12', this.schemas, false);
    if (valid) return null;
    return errors.map((each) => `${each.instanceLocation} ${each.error}`).join('; ');
  }

  /** Answers that many calls have stand in one place. */
  private answerOf({ responses }: Json, status: number): Json {
    const answer = responses[status];
    const [, name] = /^#\/components\/responses\/(.*)$/.exec(answer?.$ref ?? '') ?? [];
    return name === undefined ? answer : this.document.components.responses[name];
  }

  private operationAt(method: string, path: string): Json {
    const name = method === 'HEAD' ? 'get' : method.toLowerCase();
    // a literal segment wins over a parameter
    const found = this.routes
      .filter(({ pattern }) => pattern.test(path))
      .toSorted((one, other) => one.parameters - other.parameters)
      .map(({ template }) => this.document.paths[template])
      .filter((operations) => operations[name] !== undefined);
    return found[0]?.[name];
  }

  /** Closed, and with its references to those of the document resolved. */
  private schemaOf(schema: Json): Schema {
    const key = JSON.stringify(schema);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.take(schema, `/answers/${this.answers.size}`);
    this.answers.set(key, answer);
    return answer;
  }

  private take(schema: Json, address: string): Schema {
    const own = closed(schema) as Schema;
    dereference(own, this.schemas, undefined, address);
    for (const [, at = '', name = ''] of JSON.stringify(schema).matchAll(REFERENCE)) {
      if (this.taken.has(name)) continue;
      this.taken.add(name);
      this.take(this.document.components.schemas[name], at);
    }
    return own;
  }
}

const REFERENCE = /"#(\/components\/schemas\/(\w+))"/g;

/** The schema, made strict: objects with fields that it does not name do not fit. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(entries);
  const isClosed = copy.type === 'object' && copy.properties !== undefined;
  return isClosed ? { additionalProperties: false, ...copy } : copy;
}

const PROBLEM = { schema: { $ref: '#/components/schemas/Problem' } };
