import type { Correlation } from '#contracts';
import type { ReplyInput, ReplyOutcome } from '#engine';
import type { ReplyRequest } from '../requests/pipeline-requests.js';

/** A reply as the engine takes it. */
export function replyInput(request: ReplyRequest, at: number): ReplyInput {
  const { correlation, outcome, passedOn, trail } = request;
  const input = { type: 'reply', at, ...placeOf(correlation, outcome) } as const;
  if (!passedOn && !trail?.length) return input;
  const earlier = (trail ?? []).map((entry) => placeOf(entry.correlation, entry.outcome));
  return { ...input, passedOn: passedOn === true, trail: earlier };
}

function placeOf(correlation: Correlation, outcome: ReplyOutcome) {
  const { step, iteration, direction, attempt } = correlation;
  return { step, iteration, direction, attempt, outcome };
}
