import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_MEDIA_TYPE } from '../edge/api-error.js';
import type { ProblemCode } from '../edge/problems.js';
import { groupByStatus, problemAnswer } from './documented-call.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;

/** Problems that any call can return: before its handler is called, or when that fails. */
const OF_ALL_CALLS: readonly ProblemCode[] = [
  ...(['BAD_REQUEST', 'ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'REQUEST_TIMEOUT'] as const),
  ...(['URL_TOO_LONG', 'CONTENT_ENCODING_UNSUPPORTED', 'HEADERS_TOO_LARGE'] as const),
  ...(['EXPECTATION_FAILED', 'HOST_NOT_ALLOWED'] as const),
  ...(['INTERNAL', 'STORE_UNAVAILABLE', 'OVERLOADED', 'DRAINING'] as const),
];

const OF_CALLS_WITH_A_KEY: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'TOO_MANY_WRONG_KEYS',
  'LOGIN_UNAVAILABLE',
];

/** The body of every POST is parsed as JSON, even where none is expected. */
const OF_CALLS_WITH_A_BODY: readonly ProblemCode[] = [
  ...(['JSON_MALFORMED', 'JSON_TOO_DEEP', 'JSON_TOO_MANY_VALUES'] as const),
  ...(['JSON_TOO_MANY_KEYS', 'JSON_KEY_TOO_LONG'] as const),
  ...(['JSON_FORBIDDEN_KEY', 'JSON_DUPLICATE_KEY', 'JSON_FORBIDDEN_CHARACTER'] as const),
  ...(['JSON_NUMBER_IMPRECISE', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const),
  'ORIGIN_NOT_ALLOWED',
];

/** See `Act`. */
const OF_ACTS: readonly ProblemCode[] = [
  ...(['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'ACT_DONE'] as const),
];

/** Adds to each call of the document the problems that precede its handler. */
export function addCommonProblems(document: OpenAPIObject): OpenAPIObject {
  const paths: Paths = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    const entries = Object.entries(operations as Record<string, Operation>);
    const completed = entries.map(([method, operation]) => [method, complete(method, operation)]);
    paths[path] = Object.fromEntries(completed) as Paths[string];
  }
  return { ...document, paths };
}

function complete(method: string, operation: Operation): Operation {
  const codes = groupByStatus([
    ...OF_ALL_CALLS,
    ...(operation.security === undefined ? [] : OF_CALLS_WITH_A_KEY),
    ...(method === 'post' ? OF_CALLS_WITH_A_BODY : []),
    ...('x-act' in operation ? OF_ACTS : []),
  ]);
  const responses: Record<string, unknown> = { ...operation.responses };
  for (const [status, added] of codes) {
    const known = codesOf(responses[status]);
    // the call's own problems come first
    if (known !== null) responses[status] = problemAnswer([...new Set([...known, ...added])]);
  }
  // an empty list says that no key is asked for; left out, it would say nothing
  const { security = [] } = operation;
  return { ...operation, security, responses: responses as Operation['responses'] };
}

/** The problems that a response documents; null: it documents none. */
function codesOf(answer: unknown): readonly ProblemCode[] | null {
  if (answer === undefined) return [];
  const { content } = answer as { content?: Record<string, { examples?: object } | undefined> };
  const problem = content?.[PROBLEM_MEDIA_TYPE];
  return problem === undefined ? null : (Object.keys(problem.examples ?? {}) as ProblemCode[]);
}
