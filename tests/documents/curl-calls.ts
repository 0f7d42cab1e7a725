import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator, type Schema } from '@cfworker/json-schema';
import { root } from '../architecture/files.js';

/** What a line of curl asks for. */
export interface Call {
  readonly method: string;
  /** With what is behind the question mark. */
  readonly address: string;
  readonly body: string | null;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> };
}

interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object };
}

const api = JSON.parse(readFileSync(join(root, 'schemas/openapi.json'), 'utf8')) as Api;
/** Calls that are not the conductor's: of the demo's order service; the API's own pages. */
const OTHERS = /:3001\/orders$|\/docs$|\/openapi\.json$/;

/** In the place of `SAGA_ID`. */
const SOME_ID = '01940000-0000-7000-8000-000000000000';

const WITH_VALUE = new Set(['-X', '-H', '-d', '--data', '--data-binary', '-o', '-w', '-m', '-u']);
const BODY = new Set(['-d', '--data', '--data-binary', '--json']);

export function callOf(args: readonly string[]): Call {
  let method: string | null = null;
  let body: string | null = null;
  let address = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const isBody = BODY.has(arg);
    if (!isBody && !WITH_VALUE.has(arg)) {
      if (!arg.startsWith('-')) address = arg;
      continue;
    }
    const value = args[++at] ?? '';
    if (isBody) body = value;
    if (arg === '-X') method = value;
  }
  return { method: method ?? (body === null ? 'GET' : 'POST'), address, body };
}

/** Where the call is not as the OpenAPI document has it. A body from a file is not looked at. */
export function faultsOfCall({ method, address, body }: Call): readonly string[] {
  const [place = '', query = ''] = address.split('?');
  if (OTHERS.test(place)) return body === null || isJson(body) ? [] : ['its body is no JSON'];
  const path = place.replace(/^(?:https?:\/\/)?[^/]*/, '');
  const called = `${method} ${path}`;
  const operation = operationAt(method, path);
  if (operation === null) return [`${called}: there is no such call`];
  const known = new Set(operation.parameters?.map(({ name }) => name));
  const unknown = [...new URLSearchParams(query).keys()].filter((name) => !known.has(name));
  return [
    ...unknown.map((name) => `${called}: no parameter "${name}"`),
    ...faultsOfBody(operation, body).map((fault) => `${called}: ${fault}`),
  ];
}

function operationAt(method: string, path: string): Operation | null {
  const verb = method.toLowerCase();
  const found = Object.entries(api.paths).filter(
    ([template, operations]) => verb in operations && patternOf(template).test(path),
  );
  // an address in words wins over one with an id in their place
  const [best] = found.sort(([a], [b]) => a.split('{').length - b.split('{').length);
  return best?.[1][verb] ?? null;
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}

function faultsOfBody({ requestBody }: Operation, body: string | null): readonly string[] {
  if (body === null || body.startsWith('@')) return [];
  if (!isJson(body)) return ['its body is no JSON'];
  const filled = body.replace(/[A-Z]+_ID/g, SOME_ID);
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return ['takes no body'];
  const { schemas } = api.components;
  const whole = { ...schema, components: { schemas } } as Schema;
  const { errors } = new Validator(whole, '2020-12', false).validate(JSON.parse(filled));
  return errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // that is the answer
    return false;
  }
}
