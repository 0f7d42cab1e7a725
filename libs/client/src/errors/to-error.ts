import { retryAfterMsOf } from './retry-after.js';
import { classOf } from './class-of.js';
import type { ConductorError, Problem } from './conductor-error.js';
import { UnexpectedAnswerError } from './own-errors.js';

/** What an answer that is no success means. Reads its body. */
export async function toError(response: Response, url: string): Promise<ConductorError> {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id');
  const problem = await problemIn(response);
  if (problem === null) return new UnexpectedAnswerError(url, status, requestId);
  const { code, title } = problem;
  const detail = problem.detail ?? title;
  const facts = { code, status, detail, problem, requestId, retryAfterMs: retryAfterMsOf(headers) };
  return new (classOf(code))(facts);
}

async function problemIn(response: Response): Promise<Problem | null> {
  if (response.headers.get('content-type')?.includes('json') !== true) return null;
  const body: unknown = await response.json().catch(() => null);
  const isProblem = typeof (body as Partial<Problem> | null)?.code === 'string';
  return isProblem ? (body as Problem) : null;
}
