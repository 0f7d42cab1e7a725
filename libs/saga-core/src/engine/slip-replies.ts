import type { IgnoredReason } from './decision.js';
import type { Draft } from './draft.js';
import { advance } from './forward.js';
import { receiveReply } from './replies.js';
import type { ReplyInput } from './saga-input.js';
import { passedOnBy } from './slips.js';

/**
 * A reply of a step that is on a routing slip. Its trail has the replies of the stations that the
 * slip came by before, so that one which overtakes the others is not too early: they are taken
 * first, and those that are known change nothing.
 */
export function receiveSlipReply(draft: Draft, input: ReplyInput): IgnoredReason | null {
  const { trail = [], ...reply } = input;
  const { at } = input;
  for (const earlier of trail) {
    receiveNext(draft, { type: 'reply', at, ...earlier, passedOn: true });
  }
  const ignored = receiveNext(draft, reply);
  return draft.isEmpty ? ignored : null;
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
