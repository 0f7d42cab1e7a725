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

/** Of an answer: whether the reply to an attempt is lost. */
interface LosesReply {
  losesReply?: (asked: Asked) => boolean;
}

/** It carries out the command, and this many of its replies are lost. */
export function losesReplies(times = 1, output: JsonValue = {}): Answer {
  const lost: Answer & LosesReply = () => ({ type: 'succeeded', output });
  lost.losesReply = ({ attempt }) => attempt <= times;
  return lost;
}

/**
 * One iteration of a loop, counted from 0, is answered in this way, and each other one as `others`
 * says: a later round fails when the ones before it were well.
 */
export function inIteration(
  iteration: number,
  answer: Answer,
  others: Answer = succeeds(),
): Answer {
  const answerTo = (asked: Asked): Answer => (asked.iteration === iteration ? answer : others);
  const given: Answer & LosesReply = (asked) => answerTo(asked)(asked);
  if ([answer, others].some(canLoseReplies)) {
    given.losesReply = (asked) => isReplyLost(answerTo(asked), asked);
  }
  return given;
}

export function canLoseReplies(answer: Answer): boolean {
  return 'losesReply' in answer;
}

export function isReplyLost(answer: Answer, asked: Asked): boolean {
  const { losesReply } = answer as LosesReply;
  return losesReply?.(asked) ?? false;
}
