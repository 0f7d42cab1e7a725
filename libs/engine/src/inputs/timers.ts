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
import { movedClocks } from '../pausing/clocks.js';
import type { Paused } from '../pausing/holds.js';
import { advance } from '../advance/forward.js';
import { endOfWait } from '../state/outages.js';
import { without } from '../state/stretches.js';
import { letOneThrough } from './probes.js';
import { stepsToUndo } from '../state/step-rules.js';
import { rulesOf } from '../steps/step-types.js';
import type { InputRules } from './input-rules.js';

export const timerRules: InputRules<'timer'> = {
  begin: null,
  reachesEnded: false,
  receive(draft, input) {
    fireTimers(draft, input);
    if (input.probe !== undefined) letOneThrough(draft, input.probe);
    // what a pause held back may begin now, though no clock says so
    if (draft.isEmpty && draft.pauses.length > 0) advance(draft);
    if (!draft.isEmpty) return null;
    return draft.areClocksMoved && goesAnyOn(draft) ? null : 'nothing-due';
  },
  describe: ({ type }) => ({ type }),
};

/**
 * The instant of the saga's earliest timer; null: it has none, or it is paused. Where pauses may
 * cover a part of the saga, `by` says which: a clock that stands still wakes nobody.
 */
export function nextWakeAt(state: SagaState, by?: Omit<Paused, 'state'>): number | null {
  if (state.endedAt !== null || state.paused !== undefined) return null;
  if (by !== undefined && by.pauses.length > 0) return nextOfRunning({ ...by, state });
  let earliest = Math.min(state.deadlineAt ?? Infinity, nextLockCheckAt(state) ?? Infinity);
  for (const step of Object.values(state.steps)) {
    if ('exchange' in step) earliest = Math.min(earliest, step.exchange.dueAt);
    if (step.status === 'waiting') earliest = Math.min(earliest, step.dueAt);
  }
  return earliest === Infinity ? null : earliest;
}

function nextOfRunning(saga: Paused): number | null {
  const running = movedClocks(saga).filter(({ isHeld }) => !isHeld);
  const isLockRunning = running.some((clock) => clock.of === 'lock');
  const lockCheckAt = isLockRunning ? nextLockCheckAt(saga.state) : null;
  const due = running.filter((clock) => clock.of !== 'lock').map(({ dueAt }) => dueAt);
  const earliest = Math.min(...due, lockCheckAt ?? Infinity);
  return earliest === Infinity ? null : earliest;
}

/** A pause that is over took time from a clock that runs: its new instant is to be known. */
function goesAnyOn(draft: Draft): boolean {
  return movedClocks(draft).some(({ isMoved, isHeld }) => isMoved && !isHeld);
}

/** Fires every due timer, the deadline first, because it may make the others unnecessary. */
function fireTimers(draft: Draft, timer: TimerInput): void {
  if (draft.holds.isAll) return takeEvents(draft, timer.events ?? []);
  if (isDeadlineOver(draft)) {
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
    if (draft.holds.isHeld(step, 'execute')) continue;
    rulesOf(step).wake(draft, step);
  }
  for (const step of allCommandSteps(draft.definition, draft.state)) {
    const state = draft.step(step.name);
    if (!('exchange' in state) || state.exchange.dueAt > draft.at) continue;
    if (draft.holds.isHeld(step, state.exchange.direction)) continue;
    // an earlier timer made the saga go back: the step will be fenced, so do not send it again
    if (isGivenUp(draft, step, state.exchange)) continue;
    fireStep(draft, step, state.exchange, timer);
  }
}

function isDeadlineOver({ holds, state, at }: Draft): boolean {
  if (state.deadlineAt === null || state.deadlineAt > at) return false;
  return holds.isNone || !holds.isIn(holds.ofDeadline());
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
  // of a child too: a pause may have held its command
  if (phase === 'backing-off') {
    retryStep(draft, step, exchange.direction, attemptsLeft - 1);
    return;
  }
  if (step.child !== null) return askChildAgain(draft, step, unsent);
  const id = messageIdOf(draft.state, step, { direction, attempt });
  const { timeoutMs } = settingsOf(step, direction);
  if (unsent.includes(id)) {
    // the participant never got the command, so a missing reply means nothing
    const dueAt = draft.at + timeoutMs;
    draft.record({ type: 'timeout-postponed', step: step.name, dueAt, because: 'unsent' });
    return;
  }
  const wait = { dueAt: exchange.dueAt, waitMs: timeoutMs, given: exchange.outages };
  const others = without(outages, draft.holds.ofStep(step, direction));
  const givenTo = endOfWait(wait, others, draft.at);
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
