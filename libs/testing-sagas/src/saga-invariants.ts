import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  nextWakeAt,
  TERMINAL_STATUSES,
  isAtRest,
  type Command,
  type SagaEvent,
  type SagaState,
  type StepState,
} from '#engine';
import type { SagaDefinition } from '#definition';
import { checkEventWaits } from './event-invariants.js';
import { stateOfCommand, statesOf } from './iteration-states.js';
import { checkPublished } from './published-invariants.js';
import type { SagaRun, Taken } from './saga-run.js';

/**
 * What must hold after every input, whatever it was. The names are those of the invariants: one
 * terminal outcome (S1), no forward command after the abort (S7), reverse order (S8), no second
 * undo (S9), nothing undone that was not issued (S12), attempts without gap and within the policy
 * (S14), no abort after the pivot (S17), the same data for the same key (S20), always a driver
 * (L2).
 */
export function checkInvariants(taken: Taken, run: SagaRun): void {
  const { before, decision, after } = taken;
  if (before !== null && TERMINAL_STATUSES.has(before.status)) {
    ok(decision.type !== 'transition', 'S1: a saga that has ended changed');
  }
  checkEventWaits(taken, run.definition);
  if (decision.type !== 'transition') {
    strictEqual(after, before, 'PB9: an input that was not obeyed changed the state');
    return;
  }
  strictEqual(after.version, (before?.version ?? 0) + 1, 'one transition is one version');
  checkDriver(after);
  checkKept(after);
  for (const command of decision.commands) {
    checkCommand(command, taken, run);
    checkTokens(command, after);
  }
  for (const event of decision.events) {
    checkAbort(event, run.definition, before);
    checkCaught(event, taken);
  }
  checkPublished(taken, run);
}

/** Everything that is kept is counted. */
function checkKept({ input, steps, signals, kept }: SagaState): void {
  const inSteps = Object.values(steps).flatMap(({ data, item, output }) => [data, item, output]);
  const values = [input, ...inSteps, ...signals.map(({ payload }) => payload)];
  const chars = values.reduce<number>((sum, value) => {
    return value === null ? sum : sum + JSON.stringify(value).length;
  }, 0);
  ok(kept.all >= chars, `it keeps ${chars} characters and counted ${kept.all}`);
  ok(kept.came <= kept.all, 'what came is a part of all');
}

/** L2: an open saga that is not stuck waits for a timer. */
function checkDriver(state: SagaState): void {
  // a person paused it, and a person lets it go on
  const rests = isAtRest(state) || state.paused !== undefined;
  if (!rests) ok(nextWakeAt(state) !== null, `L2: nothing drives the ${state.status} saga`);
  const isEnded = TERMINAL_STATUSES.has(state.status);
  if (isEnded) strictEqual(nextWakeAt(state), null, 'S22: an ended saga has a timer');
  strictEqual(state.endedAt !== null, isEnded, 'only an ended saga has an end');
}

/** A command goes out under all of its saga's locks, also when an operator released one. */
function checkTokens({ child, fencing = [] }: Command, { locks }: SagaState): void {
  const held = child === undefined ? locks.map(({ key, ticket }) => ({ key, token: ticket })) : [];
  deepStrictEqual(fencing, held, 'the tokens of a command are the tickets of its saga');
}

function checkCommand(command: Command, { input, before, after }: Taken, run: SagaRun): void {
  const earlier = run.sent
    .slice(0, run.sent.indexOf(command))
    .filter(({ step, iteration }) => step === command.step && iteration === command.iteration);
  const sameDirection = earlier.filter((sent) => sent.direction === command.direction);
  const isAskedAgain = command.child !== undefined && input.type === 'timer';
  const isSame = sameDirection.some(({ messageId }) => messageId === command.messageId);
  if (input.type === 'resend' || (isAskedAgain && isSame)) {
    ok(
      sameDirection.some((sent) => sent.messageId === command.messageId),
      'S13: a ghost',
    );
  } else {
    const distinct = new Set(sameDirection.map((sent) => sent.attempt));
    strictEqual(command.attempt, distinct.size + 1, 'S14: attempts without gap or repeat');
  }
  const first = sameDirection[0];
  if (first) strictEqual(JSON.stringify(command.data), JSON.stringify(first.data), 'S20');
  if (command.direction === 'execute') {
    const isAborted = before?.abort?.toStep === null;
    ok(!isAborted, 'S7: a forward command after the abort decision');
    ok(!earlier.some((sent) => sent.direction === 'compensate'), 'S7: forward after its own undo');
  }
  if (command.direction === 'compensate') {
    ok(
      earlier.some((sent) => sent.direction === 'execute'),
      'S12: undone, but never issued',
    );
    const isCatching = statesOf(after, command.step).some((step) => step.catching !== undefined);
    ok(after.abort !== null || isCatching, 'S8: undone without an abort decision');
    checkReverseOrder(command, run.definition, after);
    const undone = before && stateOfCommand(before, command);
    ok(undone?.status !== 'compensated', 'S9: undone twice');
  }
}

/** A step that is caught without an undo was told no, so that nothing happened. */
function checkCaught(event: SagaEvent, { input }: Taken): void {
  if (event.type !== 'step-caught' || event.isUndone) return;
  ok(input.type === 'reply', `caught without an answer: ${event.step}`);
  const { outcome } = input;
  const isNo =
    outcome.type === 'refused' || (outcome.type === 'errored' && outcome.isFinalIfListed);
  ok(isNo, `caught, and it may have happened: ${event.step}`);
}

/** S8: every step that depends on it is resolved. */
function checkReverseOrder(command: Command, definition: SagaDefinition, state: SagaState): void {
  for (const name of definition.stepByName.get(command.step)?.dependents ?? []) {
    const areResolved = statesOf(state, name).every(isResolved);
    ok(areResolved, `S8: ${command.step} undone before ${name}`);
  }
}

/**
 * Stated differently from the engine's code, so that both are unlikely to have the same mistake.
 */
function isResolved(step: StepState): boolean {
  if (step.attempts.execute === 0) return true;
  if (step.status === 'caught') return step.isUndone;
  return (
    step.status === 'compensated' || (step.status === 'refused' && step.attempts.compensate === 0)
  );
}

/** S17: a pivot that succeeded, was skipped, or may have happened is never followed by an abort. */
function checkAbort(event: SagaEvent, definition: SagaDefinition, before: SagaState | null): void {
  if (event.type !== 'abort-decided' || definition.pivot === null || before === null) return;
  const pivot = before.steps[definition.pivot.name];
  ok(pivot !== undefined);
  ok(pivot.status !== 'succeeded' && pivot.status !== 'skipped', 'S17: aborted past the pivot');
}
