import { failAttempt } from '../moves/attempts.js';
import { askAgainAt } from '../moves/children.js';
import { messageIdOf, rebuildCommand, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { issueCommand } from '../moves/issue-command.js';
import { askBackward } from '../advance/forward.js';
import type { CommandStep } from '#definition';
import type { TimerInput } from '../state/saga-input.js';
import type { Exchange, SagaState } from '../state/saga-state.js';
import { allCommandSteps, wireNameOf } from '../state/iterations.js';
import { takeEvents } from '../moves/take-events.js';
import { nextLockCheckAt, updateLocks } from '../moves/locks.js';
import { endOfWait } from '../state/outages.js';
import { stepsToUndo } from '../state/step-rules.js';
import { rulesOf } from '../steps/step-types.js';
import type { InputRules } from './input-rules.js';

export const timerRules: InputRules<'timer'> = {
  begin: null,
  reachesEnded: false,
  receive(draft, input) {
    fireTimers(draft, input);
    return draft.isEmpty ? 'nothing-due' : null;
  },
  describe: ({ type }) => ({ type }),
};

/** The instant of the saga's earliest timer; null: it has none. */
export function nextWakeAt(state: SagaState): number | null {
  if (state.endedAt !== null) return null;
  let earliest = Math.min(state.deadlineAt ?? Infinity, nextLockCheckAt(state) ?? Infinity);
  for (const step of Object.values(state.steps)) {
    if ('exchange' in step) earliest = Math.min(earliest, step.exchange.dueAt);
    if (step.status === 'waiting') earliest = Math.min(earliest, step.dueAt);
  }
  return earliest === Infinity ? null : earliest;
}

/** Fires every due timer, the deadline first, because it may make the others unnecessary. */
function fireTimers(draft: Draft, timer: TimerInput): void {
  if (draft.state.deadlineAt !== null && draft.state.deadlineAt <= draft.at) {
    draft.record({ type: 'deadline-passed' });
    askBackward(draft, 'deadline');
  }
  if (timer.heldLocks !== undefined && draft.state.abort === null) {
    updateLocks(draft, timer.heldLocks, timer.outages);
  }
  // what came in time counts, even if the saga is woken late
  takeEvents(draft, timer.events ?? []);
  for (const step of draft.definition.steps) {
    const state = draft.step(step.name);
    if (state.status !== 'waiting' || state.dueAt > draft.at) continue;
    rulesOf(step).wake(draft, step);
  }
  for (const step of allCommandSteps(draft.definition, draft.state)) {
    const state = draft.step(step.name);
    if (!('exchange' in state) || state.exchange.dueAt > draft.at) continue;
    // an earlier timer made the saga go back: the step will be fenced, so do not send it again
    if (isGivenUp(draft, step, state.exchange)) continue;
    fireStep(draft, step, state.exchange, timer);
  }
}

/** The saga is going back past this step, so it must not execute any more. */
function isGivenUp(draft: Draft, step: CommandStep, { direction }: Exchange): boolean {
  const { abort } = draft.state;
  if (abort === null || direction !== 'execute') return false;
  const name = wireNameOf(step);
  return stepsToUndo(draft.definition, abort.toStep).some((undone) => undone.name === name);
}

function fireStep(
  draft: Draft,
  step: CommandStep,
  exchange: Exchange,
  { unsent, outages = [] }: TimerInput,
): void {
  const { direction, attempt, attemptsLeft, phase } = exchange;
  if (step.child !== null) return askChildAgain(draft, step, unsent);
  if (phase === 'backing-off') {
    retryStep(draft, step, exchange.direction, attemptsLeft - 1);
    return;
  }
  const id = messageIdOf(draft.state, step, { direction, attempt });
  const { timeoutMs } = settingsOf(step, direction);
  if (unsent.includes(id)) {
    // the participant never got the command, so a missing reply means nothing
    const dueAt = draft.at + timeoutMs;
    draft.record({ type: 'timeout-postponed', step: step.name, dueAt, because: 'unsent' });
    return;
  }
  const wait = { dueAt: exchange.dueAt, waitMs: timeoutMs, given: exchange.outages };
  const givenTo = endOfWait(wait, outages, draft.at);
  if (givenTo > draft.at) {
    const postponed = { step: step.name, dueAt: givenTo, because: 'outage' } as const;
    draft.record({ type: 'timeout-postponed', ...postponed });
    return;
  }
  const message = `no reply to ${settingsOf(step, direction).command} within ${timeoutMs} ms`;
  const error = { code: 'TIMEOUT', message };
  failAttempt(draft, step, { exchange, outcome: 'unknown', error });
}

/** A child never times out, because the conductor itself stores it: ask it again. */
function askChildAgain(draft: Draft, step: CommandStep, unsent: readonly string[]): void {
  const dueAt = askAgainAt(draft.state, step, draft.at);
  draft.record({ type: 'timeout-postponed', step: step.name, dueAt, because: 'child' });
  const command = rebuildCommand(draft.state, step);
  if (command === null || unsent.includes(command.messageId)) return;
  draft.record({ type: 'commands-resent', messageIds: [command.messageId] });
  draft.send(command);
}

function retryStep(
  draft: Draft,
  step: CommandStep,
  direction: Exchange['direction'],
  attemptsLeft: number,
): void {
  const error = issueCommand(draft, step, direction, { attemptsLeft });
  if (error === null) return;
  draft.record({ type: 'step-stuck', step: step.name, direction, error });
}
