import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { ReportFault } from '#resilience';
import type { SagaStore } from '#ports';
import type { PendingInput } from '../planning/pending-input.js';

/** A timer that cannot be handled is tried again after this long: a release may have mended it. */
const POISONED_TIMER_RETRY_MS = 60 * 60 * 1000;

export interface SetAsideParts {
  readonly store: SagaStore;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
}

/** Takes out of the way the one input that made its batch fail. Never rejects. */
export async function setAside(
  input: PendingInput,
  cause: unknown,
  { store, deadMessages, report }: SetAsideParts,
): Promise<void> {
  report({ during: `handle a ${input.type}`, error: cause, sagaId: input.sagaId });
  try {
    switch (input.type) {
      case 'reply': {
        const { body, properties } = input.request;
        await deadMessages.keep({ ...deadOf(input, cause), source: 'reply', body, properties });
        return input.resolve('set-aside');
      }
      case 'timer': {
        const empty = { body: Buffer.alloc(0), properties: {} };
        await store.postponeWake(input.sagaId, POISONED_TIMER_RETRY_MS);
        await deadMessages.keep({ ...deadOf(input, cause), source: 'timer', ...empty });
        return input.resolve();
      }
      case 'sent':
        // its saga is at fault, and will be when it is published again
        await store.deleteSent([input.messageId]);
        return input.resolve();
      case 'start':
      case 'signal':
      case 'operate':
      case 'parent':
      case 'resend':
        return input.reject(cause);
      default:
        return input satisfies never;
    }
  } catch (error) {
    // not kept, hence not acknowledged: it comes again
    input.reject(error);
  }
}

function deadOf(input: PendingInput, cause: unknown) {
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { reason: 'UNPROCESSABLE' as const, detail, sagaId: input.sagaId };
}
