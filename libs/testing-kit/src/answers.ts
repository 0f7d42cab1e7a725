import type { JsonValue } from '#protocol';
import type { ReplyOutcome } from '#engine';

/** What a test may want to know about a command. */
export interface Asked {
  readonly step: string;
  /** Of a loop, from 0. */
  readonly iteration: number;
  readonly data: JsonValue;
  /** From 1. */
  readonly attempt: number;
}

/** How a participant answers; null: it does not. */
export type Answer = (asked: Asked) => ReplyOutcome | null;

export function succeeds(output: JsonValue = {}): Answer {
  return () => ({ type: 'succeeded', output });
}

/** A business refusal: final, nothing happened. */
export function refuses(code = 'REFUSED', message = code): Answer {
  return () => ({ type: 'refused', error: { code, message } });
}

/** A technical error for this many attempts; then it succeeds. */
export function errs(times = Infinity, output: JsonValue = {}): Answer {
  const error = { code: 'ERRORED', message: 'try again' };
  return ({ attempt }) =>
    attempt <= times ? { type: 'errored', error } : { type: 'succeeded', output };
}

/** The participant never receives the command. */
export function isSilent(): Answer {
  return () => null;
}

/** It carries out the command, and this many of its replies are lost. */
export function losesReplies(times = 1, output: JsonValue = {}): Answer {
  const lost: Answer & { losesReply?: (attempt: number) => boolean } = () => ({
    type: 'succeeded',
    output,
  });
  lost.losesReply = (attempt) => attempt <= times;
  return lost;
}

export function canLoseReplies(answer: Answer): boolean {
  return 'losesReply' in answer;
}

/** Whether the reply to this attempt is lost. */
export function isReplyLost(answer: Answer, attempt: number): boolean {
  const { losesReply } = answer as { losesReply?: (attempt: number) => boolean };
  return losesReply?.(attempt) ?? false;
}
