import { PROBLEMS, type ProblemCode } from './problems.js';

/** One fault in a request: `path` says where, `rule` is stable, and `message` is for people. */
export interface RequestFault {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

export interface ProblemExtras {
  readonly errors?: readonly RequestFault[];
  /** The saga's current status, with a 409. */
  readonly current?: { readonly status: string; readonly version: number };
  /** What the action would do now, with PREVIEW_OUTDATED. */
  readonly preview?: object;
  /** The same of a bulk: its dry run of now. */
  readonly bulk?: object;
}

/** A request that cannot be carried out as asked. */
export class ApiError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    options?: ErrorOptions,
    /** Seconds for `Retry-After`; null: the status decides. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail, options);
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }
}

const FAULT_CHARS_MAX = 300;

/** What is wrong with a request: the first fault in words, and how many more `errors` has. */
export function requestFault(code: ProblemCode, errors: readonly RequestFault[]): ApiError {
  const [first] = errors;
  if (first === undefined) return new ApiError(code, 'Nothing more is known.', { errors });
  const { path, message } = first;
  const told = path === '' || namesPlace(message, path) ? message : `${path}: ${message}`;
  const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} more in errors)`;
  return new ApiError(code, `${shortened(told)}${others}`, { errors });
}

/** Most messages name their field. A place in a list is no name: it may be any number. */
function namesPlace(message: string, path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return !/^\d*$/.test(name) && message.split(/[^\w-]/).includes(name);
}

function shortened(text: string): string {
  return text.length <= FAULT_CHARS_MAX ? text : `${text.slice(0, FAULT_CHARS_MAX - 1)}…`;
}

/** The store does not answer. `inDoubt`: the requested change may have been made all the same. */
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
  /** Names the request, as the header `x-request-id` does. */
  readonly requestId: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export function toProblem(error: ApiError, requestId: string): Problem {
  const [status, title] = PROBLEMS[error.code];
  const type = `urn:conductor:problem:${error.code.toLowerCase().replaceAll('_', '-')}`;
  const { code, detail, extras } = error;
  return { type, title, status, code, detail, requestId, ...extras };
}
