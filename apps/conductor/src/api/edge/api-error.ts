import type { RejectionCode } from '#saga-core';

/** Every code a caller can see, with its HTTP status and what it means. The only such table. */
export const PROBLEMS = {
  JSON_MALFORMED: [400, 'The body is not valid JSON'],
  JSON_TOO_DEEP: [400, 'The body is nested too deeply'],
  JSON_TOO_MANY_VALUES: [400, 'The body has too many arrays and objects'],
  JSON_TOO_MANY_KEYS: [400, 'The body has too many keys'],
  JSON_KEY_TOO_LONG: [400, 'The body has a key that is too long'],
  JSON_FORBIDDEN_KEY: [400, 'The body has a key that is not allowed'],
  JSON_DUPLICATE_KEY: [400, 'The body has a key twice in one object'],
  JSON_FORBIDDEN_CHARACTER: [400, 'The body has a character that cannot be stored'],
  JSON_NUMBER_IMPRECISE: [400, 'The body has a number that would be changed'],
  VALIDATION_FAILED: [400, 'The request does not have the right form'],
  DEFINITION_INVALID: [400, 'The definition is not valid'],
  INPUT_INVALID: [400, 'The input does not fit the definition'],
  IDEMPOTENCY_KEY_INVALID: [400, 'The Idempotency-Key is not valid'],
  CURSOR_INVALID: [400, 'The cursor is not one this server gave'],
  BAD_REQUEST: [400, 'The request cannot be understood'],
  UNAUTHENTICATED: [401, 'An API key is needed'],
  ORIGIN_NOT_ALLOWED: [403, 'The request comes from a page of another origin'],
  ROUTE_NOT_FOUND: [404, 'There is nothing at this address'],
  DEFINITION_NOT_FOUND: [404, 'There is no such definition'],
  SAGA_NOT_FOUND: [404, 'There is no such saga'],
  METHOD_NOT_ALLOWED: [405, 'The method is not allowed here'],
  REQUEST_TIMEOUT: [408, 'The request took too long to arrive'],
  DEFINITION_RETIRED: [409, 'The definition is retired'],
  SAGA_ENDED: [409, 'The saga has ended'],
  SAGA_NOT_STUCK: [409, 'The saga is not stuck'],
  STEP_NOT_STUCK: [409, 'The step is not stuck'],
  STEP_UNKNOWN: [409, 'The saga has no such step'],
  STEP_STATE_CONFLICT: [409, 'The state of the step does not allow this'],
  INPUT_NOT_EDITABLE: [409, 'The input cannot be edited here'],
  PIVOT_PASSED: [409, 'The saga has passed its pivot'],
  ALREADY_COMPENSATING: [409, 'The saga is compensating already'],
  SIGNAL_NOT_EXPECTED: [409, 'No step waits for this signal'],
  LOCK_NOT_FOUND: [404, 'Nobody holds this lock'],
  LOCK_NOT_HELD: [409, 'The saga does not hold this lock'],
  SIGNAL_ID_REUSED: [422, 'The idempotency key belongs to another signal'],
  SAGA_FULL: [413, 'The saga keeps as much as it may'],
  TOO_MANY_SIGNALS: [409, 'The saga keeps as many signals as it can'],
  DEFINITION_DOES_NOT_FIT: [409, 'The saga does not fit the version of the definition'],
  VERSION_CONFLICT: [409, 'The saga has another version'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  URL_TOO_LONG: [414, 'The address is too long'],
  CONTENT_TYPE_UNSUPPORTED: [415, 'The body must be application/json'],
  CONTENT_ENCODING_UNSUPPORTED: [415, 'The body must not be compressed'],
  TOO_MANY_OPEN_SAGAS: [429, 'The definition has as many open sagas as it may'],
  BUDGET_EXCEEDED: [422, 'The family of sagas has used up its budget'],
  EXPECTATION_FAILED: [417, 'The Expect header asks for what is not done here'],
  HOST_NOT_ALLOWED: [421, 'The server is not known by this name'],
  IDEMPOTENCY_KEY_REUSED: [422, 'The Idempotency-Key was used for another request'],
  TOO_MANY_WRONG_KEYS: [429, 'Too many requests without a right API key'],
  HEADERS_TOO_LARGE: [431, 'The headers are too large'],
  INTERNAL: [500, 'Something went wrong on our side'],
  STORE_UNAVAILABLE: [503, 'The database cannot be reached now'],
  LISTS_BUSY: [503, 'More lists are asked for than this replica reads at a time'],
  READ_TOO_SLOW: [503, 'The list takes too long to read'],
  OVERLOADED: [503, 'There is more to do than this replica takes'],
  DRAINING: [503, 'This replica is shutting down'],
} as const satisfies Record<string, readonly [number, string]> &
  Record<RejectionCode, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing wrong with a request. `path` is where, `rule` is stable, `message` is for people. */
export interface RequestFault {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

export interface ProblemExtras {
  readonly errors?: readonly RequestFault[];
  /** With a 409: what the saga is now. */
  readonly current?: { readonly status: string; readonly version: number };
}

/** A request that cannot be answered as wished. */
export class ApiError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    options?: ErrorOptions,
    /** Told in `Retry-After`; null: the status decides. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail, options);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

/** The store does not answer. `inDoubt`: what was asked for may have been done all the same. */
export function storeUnavailable({ inDoubt }: { readonly inDoubt: boolean }): ApiError {
  const detail = inDoubt
    ? 'It may have been done: repeat it with the same Idempotency-Key.'
    : 'Nothing was changed; try again soon.';
  return new ApiError('STORE_UNAVAILABLE', detail);
}

/** RFC 9457 problem details. */
export interface Problem extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export function toProblem(error: ApiError): Problem {
  const [status, title] = PROBLEMS[error.code];
  const type = `urn:conductor:problem:${error.code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title, status, code: error.code, detail: error.detail, ...error.extras };
}
