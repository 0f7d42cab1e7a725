import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** What the API answered instead, or that it did not. */
export class ApiProblem extends Error {
  constructor(
    /** The stable code; `UNREACHABLE`: there was no answer. */
    readonly code: string,
    /** 0: there was no answer. */
    readonly status: number,
    message: string,
    readonly problem: Problem | null = null,
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  static of(problem: Problem | undefined, status: number): ApiProblem {
    if (problem === undefined || typeof problem.code !== 'string') {
      return new ApiProblem('UNREACHABLE', status, 'What answered is not the conductor.');
    }
    const text = problem.detail ?? problem.title;
    return new ApiProblem(problem.code, status, text, problem);
  }

  /** It may be otherwise in a moment, without anybody doing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Nobody knows whether what was asked was done. Other answers refuse before anything is done. */
  get isUnknown(): boolean {
    if (this.code === 'UNREACHABLE') return this.status === 0 || this.status >= 500;
    return this.code === 'INTERNAL' || this.code === 'STORE_UNAVAILABLE';
  }
}
