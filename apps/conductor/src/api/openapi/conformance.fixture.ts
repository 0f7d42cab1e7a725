import { type Schema, Validator } from '@cfworker/json-schema';

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
  private readonly validators = new Map<string, Validator>();

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
    const { valid, errors } = this.validatorOf(schema).validate(body);
    if (valid) return null;
    const reasons = errors.map((each) => `${each.instanceLocation} ${each.error}`);
    return `${status} does not fit: ${reasons.join('; ')}`;
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

  private validatorOf(schema: Json): Validator {
    const key = JSON.stringify(schema);
    const known = this.validators.get(key);
    if (known !== undefined) return known;
    // the rest of the components are no schemas, and would be read as such
    const { schemas } = this.document.components;
    const whole = closed({ ...schema, components: { schemas } }) as Schema;
    const validator = new Validator(whole, '2020-12', false);
    this.validators.set(key, validator);
    return validator;
  }
}

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
