import { PROBLEMS, type ProblemCode } from './problems.js';

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
