import { messageIdOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { allCommandSteps } from '../state/iterations.js';
import type { SentInput } from '../state/saga-input.js';
import type { InputRules } from './input-rules.js';
import { postpone } from './resend.js';

export const sentRules: InputRules<'sent'> = {
  begin: null,
  reachesEnded: false,
  receive(draft, input) {
    beginWaitAnew(draft, input);
    return draft.isEmpty ? 'nothing-due' : null;
  },
  describe: ({ type, messageId }) => ({ type, messageId }),
};

/**
 * Restarts the timeout of a command that left late: the participant did not have it until then.
 * Repeating the input has no further effect.
 */
function beginWaitAnew(draft: Draft, { messageId }: SentInput): void {
  for (const step of allCommandSteps(draft.definition, draft.state)) {
    const state = draft.step(step.name);
    if (!('exchange' in state) || step.child !== null) continue;
    const { exchange } = state;
    if (exchange.phase !== 'in-flight' || exchange.sentAt !== undefined) continue;
    if (messageIdOf(draft.state, step, exchange) === messageId) postpone(draft, step, 'sent-late');
  }
}
