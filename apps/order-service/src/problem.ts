/** Every error code that callers of the order service can see, with its HTTP status and meaning. */
export const PROBLEMS = {
  BAD_REQUEST: [400, 'The request cannot be understood'],
  VALIDATION_FAILED: [400, 'The request does not have the right form'],
  IDEMPOTENCY_KEY_INVALID: [400, 'The Idempotency-Key is not valid'],
  UNAUTHENTICATED: [401, 'A key is needed'],
  ORIGIN_NOT_ALLOWED: [403, 'The request comes from a page of another origin'],
  ROUTE_NOT_FOUND: [404, 'There is nothing at this address'],
  ORDER_NOT_FOUND: [404, 'There is no such order'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  CONTENT_TYPE_UNSUPPORTED: [415, 'The body must be application/json'],
  HOST_NOT_ALLOWED: [421, 'The service is not known by this name'],
  IDEMPOTENCY_KEY_REUSED: [422, 'The Idempotency-Key was used for another request'],
  HEADERS_TOO_LARGE: [431, 'The headers are too large'],
  INTERNAL: [500, 'Something went wrong on our side'],
  NOT_READY: [503, 'The service cannot do its work now'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** `path` is a JSON Pointer into the body. */
export interface RequestFault {
  readonly path: string;
  readonly message: string;
}

/** A request that cannot be carried out as asked. */
export class OrderApiError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors?: readonly RequestFault[],
  ) {
    super(detail);
    this.name = 'OrderApiError';
  }
}
