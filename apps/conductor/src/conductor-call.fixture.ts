import { Conformance, type Json, storedDocument } from './api/openapi/conformance.fixture.js';

/** Requests of tests; every answer is one that the OpenAPI document has, or the test fails. */

export interface CallRequest {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body, when it is JSON. */
  readonly body: Json;
}

/**
 * An HTTP call to a conductor. A body that is no text is sent as JSON.
 *
 * @throws Error when the OpenAPI document does not have the answer's status, type or body
 */
export async function callUrl(
  method: string,
  url: string,
  { body, headers = {} }: CallRequest = {},
): Promise<HttpAnswer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const contentType = answer.headers.get('content-type') ?? '';
  const isJson = contentType.includes('json') && text !== '';
  const { status } = answer;
  const parsed: Json = isJson ? JSON.parse(text) : text;
  expectDocumented(method, url, { status, contentType, body: parsed });
  return { status, headers: answer.headers, body: parsed };
}

let conformance: Conformance | null = null;

function expectDocumented(
  method: string,
  url: string,
  answer: { readonly status: number; readonly contentType: string; readonly body: Json },
): void {
  const { pathname: path } = new URL(url);
  conformance ??= new Conformance(storedDocument());
  const fault = conformance.faultOf({ method, path, ...answer });
  if (fault === null) return;
  const body = JSON.stringify(answer.body).slice(0, 2000);
  throw new Error(`${method} ${path} is not as the OpenAPI document says: ${fault}\n${body}`);
}

/** Expects problem details with this status and code. */
export function expectProblem(answer: HttpAnswer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^urn:conductor:problem:/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
}

/** The text of a body, without the request that a problem names: what two answers have alike. */
export function wordsOf(body: unknown): string {
  return JSON.stringify(body, (name, value: unknown) => (name === 'requestId' ? undefined : value));
}
