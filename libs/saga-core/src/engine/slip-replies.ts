import type { IgnoredReason } from './decision.js';
import type { Draft } from './draft.js';
import { advance } from './forward.js';
import { receiveReply } from './replies.js';
import type { ReplyInput, TrailEntry } from './saga-input.js';
import { passedOnBy } from './slips.js';

/**
 * A reply of a step that is on a routing slip. Its trail has the replies of the stations that the
 * slip came by before, so that one which overtakes the others is not too early: they are taken
 * first, and those that are known change nothing. A trail that tells of stations which the slip
 * comes by later is not believed at all.
 */
export function receiveSlipReply(draft: Draft, input: ReplyInput): IgnoredReason | null {
  const { trail = [], ...reply } = input;
  const { at } = input;
  const isCredible = trail.every((earlier) => isBefore(draft, earlier, reply));
  for (const earlier of isCredible ? trail : []) {
    receiveNext(draft, { type: 'reply', at, ...earlier, passedOn: true });
  }
  const ignored = receiveNext(draft, reply);
  return draft.isEmpty ? ignored : null;
}

/** A slip goes forward through the steps, then back through those before the one that refused. */
function isBefore({ definition }: Draft, earlier: TrailEntry, reply: TrailEntry): boolean {
  const placeOf = ({ step }: TrailEntry) => definition.steps.findIndex(({ name }) => name === step);
  if (earlier.direction === 'inquire' || reply.direction === 'inquire') return false;
  if (earlier.direction !== reply.direction) return earlier.direction === 'execute';
  const isForward = reply.direction === 'execute';
  return isForward ? placeOf(earlier) < placeOf(reply) : placeOf(earlier) > placeOf(reply);
}

function receiveNext(draft: Draft, reply: ReplyInput): IgnoredReason | null {
  if (draft.state.endedAt !== null) return 'saga-ended';
  // what was evaluated within one budget when the slip was made is within it now
  draft.renewBudget();
  draft.passedOn = passedOnBy(draft, reply);
  const ignored = receiveReply(draft, reply);
  if (ignored === null) advance(draft);
  draft.passedOn = null;
  return ignored;
}
