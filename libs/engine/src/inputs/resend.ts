import type { CommandStep } from '#definition';
import { messageIdOf, rebuildCommand, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { allCommandSteps } from '../state/iterations.js';
import type { ResendInput, SentInput } from '../state/saga-input.js';

/** The commands were lost, so their participants could not reply: restart the timeouts. */
export function resend(draft: Draft, { participants }: ResendInput): void {
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

/**
 * Restarts the timeout of a command that left late: the participant did not have it until then.
 * Repeating the input has no further effect.
 */
export function beginWaitAnew(draft: Draft, { messageId }: SentInput): void {
  for (const step of allCommandSteps(draft.definition, draft.state)) {
    const state = draft.step(step.name);
    if (!('exchange' in state) || step.child !== null) continue;
    const { exchange } = state;
    if (exchange.phase !== 'in-flight' || exchange.sentAt !== undefined) continue;
    if (messageIdOf(draft.state, step, exchange) === messageId) postpone(draft, step, 'sent-late');
  }
}

function postpone(draft: Draft, step: CommandStep, because: 'lost' | 'sent-late'): void {
  const state = draft.step(step.name);
  if (!('exchange' in state)) return;
  const dueAt = draft.at + settingsOf(step, state.exchange.direction).timeoutMs;
  draft.record({ type: 'timeout-postponed', step: step.name, dueAt, because });
}
