import { MESSAGE_BYTES_MAX } from '#protocol';
import { type OutgoingMessage } from '#bus';

const REASON_CHARS_MAX = 500;

/** What the broker answers for good: it is no outage, and a person has to do something. */
const REFUSALS = new Set<unknown>(['TOPOLOGY_MISMATCH', 'ACCESS_REFUSED', 403, 404, 405, 406]);

/**
 * Why a participant's queue cannot be declared, for people; null: the broker is only away. What a
 * broker says names resources and accounts, and never a password.
 */
export function whyNotDeclared(error: unknown): string | null {
  if (!(error instanceof Error) || !REFUSALS.has(Reflect.get(error, 'code'))) return null;
  return `QUEUE_NOT_DECLARED: ${error.message}`.slice(0, REASON_CHARS_MAX);
}

/** No participant's library takes a larger one, and a broker may end the channel for it. */
export class MessageTooLargeError extends Error {
  readonly code = 'MESSAGE_TOO_LARGE';
  constructor(readonly bytes: number) {
    super(`the message has ${bytes} bytes, and at most ${MESSAGE_BYTES_MAX} are sent`);
  }
}

/** @throws MessageTooLargeError */
export function withinLimits(message: OutgoingMessage): OutgoingMessage {
  if (message.body.length <= MESSAGE_BYTES_MAX) return message;
  throw new MessageTooLargeError(message.body.length);
}

/** For people. */
export function whyUnsendable(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `UNSENDABLE: ${reason}`.slice(0, REASON_CHARS_MAX);
}
