import type { CommandStep } from '#definition';
import { rebuildCommand, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { allCommandSteps } from '../state/iterations.js';
import type { ResendInput } from '../state/saga-input.js';
import type { InputRules } from './input-rules.js';

export const resendRules: InputRules<'resend'> = {
  begin: null,
  reachesEnded: false,
  receive(draft, input) {
    resend(draft, input);
    return draft.isEmpty ? 'nothing-due' : null;
  },
  describe: ({ type }) => ({ type }),
};

/** The commands were lost, so their participants could not reply: restart the timeouts. */
function resend(draft: Draft, { participants }: ResendInput): void {
  const isLost = (step: CommandStep): boolean =>
    (participants?.includes(step.participant) ?? true) &&
    rebuildCommand(draft.state, step) !== null;
  const lost = allCommandSteps(draft.definition, draft.state).filter(isLost);
  for (const step of lost) postpone(draft, step, 'lost');
  const commands = lost
    .map((step) => rebuildCommand(draft.state, step))
    .filter((command) => command !== null);
  if (commands.length === 0) return;
  draft.record({ type: 'commands-resent', messageIds: commands.map(({ messageId }) => messageId) });
  for (const command of commands) draft.send(command);
}

/** Begins a timeout anew: the participant did not have the command until now. */
export function postpone(draft: Draft, step: CommandStep, because: 'lost' | 'sent-late'): void {
  const state = draft.step(step.name);
  if (!('exchange' in state)) return;
  const dueAt = draft.at + settingsOf(step, state.exchange.direction).timeoutMs;
  draft.record({ type: 'timeout-postponed', step: step.name, dueAt, because });
}
