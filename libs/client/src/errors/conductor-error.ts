import type { components } from '../api/schema.js';

type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
/** A stable code of the API, see docs/CODES.md. */
export type ProblemCode = Problem['code'];

export interface ErrorFacts {
  readonly code: string;
  /** The HTTP status; 0: there was no answer. */
  readonly status: number;
  /** What is wrong with this request, for people. */
  readonly detail: string;
  /** As the API answered; null: it did not. */
  readonly problem?: Problem | null;
  readonly requestId?: string | null;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/**
 * Everything that a call of the client rejects with, but for the reason of an `AbortSignal`. Each
 * code of the API has a class of its own, such as `PreviewOutdatedError`; a code that this release
 * of the client does not know comes as a plain `ConductorError`.
 */
export class ConductorError<Code extends string = string> extends Error {
  /** Stable, for programs. */
  readonly code: Code;
  /** The HTTP status; 0: there was no answer. */
  readonly status: number;
  /** What is wrong with this request, for people; the message has the code in front of it. */
  readonly detail: string;
  /** What the API answered; null: it was not the API, or nobody. */
  readonly problem: Problem | null;
  /** By which the logs of the conductor name the request; null: it did not say. */
  readonly requestId: string | null;
  /** After how long to come back, in ms; null: the answer does not say. */
  readonly retryAfterMs: number | null;

  constructor({ code, status, detail, problem, requestId, retryAfterMs, cause }: ErrorFacts) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code as Code;
    this.status = status;
    this.detail = detail;
    this.problem = problem ?? null;
    this.requestId = requestId ?? null;
    this.retryAfterMs = retryAfterMs ?? null;
  }

  /** Each thing that is wrong with the request: where, which rule, and in words. */
  get errors(): readonly Schemas['Fault'][] {
    return this.problem?.errors ?? [];
  }

  /** With a 409: the saga as it is now. null: the problem is not about one. */
  get current(): Schemas['StatusAndVersion'] | null {
    return this.problem?.current ?? null;
  }

  /** With `PREVIEW_OUTDATED`: what the action would do now. */
  get preview(): Schemas['SagaPreview'] | null {
    return this.problem?.preview ?? null;
  }

  /** It may be otherwise in a moment, without anybody doing anything. */
  get isPassing(): boolean {
    return this.status === 0 || [429, 502, 503, 504].includes(this.status);
  }
}
