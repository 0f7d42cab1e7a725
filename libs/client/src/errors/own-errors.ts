import type { components } from '../api/schema.js';
import { ConductorError } from './conductor-error.js';

/** There was no answer, or none within the time. What was asked for may have been done. */
export class UnreachableError extends ConductorError<'UNREACHABLE'> {
  constructor(url: string, cause: unknown) {
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
    const detail = `The conductor at ${new URL(url).origin} does not answer: ${reason}`;
    super({ code: 'UNREACHABLE', status: 0, detail, cause });
  }
}

/** Somebody answered who is no conductor: a proxy, or the wrong address. */
export class UnexpectedAnswerError extends ConductorError<'UNEXPECTED_ANSWER'> {
  constructor(url: string, status: number, requestId: string | null = null) {
    const at = new URL(url);
    const detail =
      `What answered ${status} at ${at.origin}${at.pathname} is not the conductor: ` +
      'check the baseUrl, and what stands in between.';
    super({ code: 'UNEXPECTED_ANSWER', status, detail, requestId });
  }
}

/** The saga was not where it was awaited within the limit. It goes on. */
export class WaitLimitError extends ConductorError<'WAIT_LIMIT'> {
  constructor(
    /** As it was seen last. */
    readonly saga: components['schemas']['Saga'],
    limitMs: number,
  ) {
    const detail =
      `The saga ${saga.id} is ${saga.status} after ${limitMs} ms: ` +
      `${saga.waiting?.text ?? 'nothing is known of what it waits for'}`;
    super({ code: 'WAIT_LIMIT', status: 0, detail });
  }
}

/**
 * Nothing was done yet: the settings want a second person for it, who has to confirm it. Asked
 * again under the key of one that ended otherwise, it says how.
 */
export class ApprovalAskedError extends ConductorError<'APPROVAL_ASKED'> {
  constructor(readonly approval: components['schemas']['Approval']) {
    const { id, state, needs, expiresAt } = approval;
    const detail = ENDED.has(state)
      ? `The approval ${id} is ${state}: nothing was done. To ask again, use a new key.`
      : `A second person with the role ${needs} has to confirm the approval ${id} ` +
        `until ${expiresAt}: then it is done. Call again after that.`;
    super({ code: 'APPROVAL_ASKED', status: 202, detail });
  }
}

/** Without having been done. */
const ENDED: ReadonlySet<string> = new Set(['rejected', 'withdrawn', 'expired']);

/** The reasons of a failed fetch stand in its cause. */
function reasonOf(error: Error): string {
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = (cause as { readonly code?: unknown }).code;
  return cause.message === '' ? String(code ?? error.message) : cause.message;
}
