import type { CommandStep } from '#definition';
import { advance } from '../advance/forward.js';
import { issueCommand } from '../moves/issue-command.js';
import { covers, goesOn, type Pause } from '../pausing/pauses.js';
import { allCommandSteps } from '../state/iterations.js';
import type { Probe } from '../state/saga-input.js';
import { rebuildCommand } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';

/**
 * Lets one attempt of the saga through an automatic pause: a held one, else that of a step that is
 * next. It uses up none of the step's attempts, and its clock stands still like any other. Nothing
 * goes out if the saga has no such step, or something else holds it as well.
 */
export function letOneThrough(draft: Draft, { pauseId, mayResend }: Probe): void {
  const pause = draft.pauses.find(({ id }) => id === pauseId);
  if (pause?.isAutomatic !== true || !goesOn(pause, draft.at) || draft.holds.isAll) return;
  // what is going back is not to be executed
  if (draft.state.abort !== null) return;
  draft.letOneThrough(pause);
  issueHeld(draft, pause);
  if (draft.isLettingThrough) advance(draft);
  const isUnused = draft.isLettingThrough;
  draft.letOneThrough(null);
  if (mayResend && isUnused && draft.state.endedAt === null) resendOne(draft, pause);
}

function issueHeld(draft: Draft, pause: Pause): void {
  for (const step of exchangesOf(draft, pause, 'backing-off')) {
    if (draft.holds.isHeld(step, 'execute')) continue;
    const state = draft.step(step.name);
    if (!('exchange' in state)) continue;
    const attemptsLeft = state.exchange.attemptsLeft - 1;
    const error = issueCommand(draft, step, 'execute', { attemptsLeft });
    if (error === null) return;
    draft.record({ type: 'step-stuck', step: step.name, direction: 'execute', error });
  }
}

/** Its participant may have lost it, and its clock does not come round. */
function resendOne(draft: Draft, pause: Pause): void {
  for (const { name, ...step } of exchangesOf(draft, pause, 'in-flight')) {
    const command = rebuildCommand(draft.state, { name, ...step });
    if (command === null) continue;
    const { messageId } = command;
    const probe = { pause: pause.id, step: name };
    draft.record({ type: 'commands-resent', messageIds: [messageId], probe });
    draft.send(command);
    return;
  }
}

function exchangesOf(
  draft: Draft,
  pause: Pause,
  phase: 'in-flight' | 'backing-off',
): readonly CommandStep[] {
  return allCommandSteps(draft.definition, draft.state).filter((step) => {
    const state = draft.step(step.name);
    if (!('exchange' in state) || state.exchange.phase !== phase) return false;
    if (state.exchange.direction !== 'execute' || step.child !== null) return false;
    return covers(pause, draft.definition, step, 'execute');
  });
}
