import { type CommandStep, type Loop, evaluate } from '#definition';
import type { JsonValue } from '#protocol';
import { commandStepsOf, variablesOfRound } from '../state/iterations.js';
import { charsOf, collectedFault, derivedFault } from '../state/kept.js';
import type { SagaState } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';
import { failUnissued } from './backward.js';
import { issueCommand } from './issue-command.js';
import { type Opening, openIterations } from './open-iterations.js';

/* A `repeat` runs its rounds one after the other, until its condition holds. */

type Repeat = Extract<Loop, { type: 'repeat' }>;

/** Starts the next round: the interval is over, or a person retries. */
export function repeatOnce(draft: Draft, step: CommandStep): void {
  const opening = roundInput(draft, step);
  if ('error' in opening) failUnissued(draft, step, opening.error);
  else openIterations(draft, step, opening);
}

/** Maps the input of the next round. */
export function roundInput(draft: Draft, step: CommandStep): Opening {
  const { scope, state } = draft;
  const variables = variablesOfRound(state, step.name, draft.step(step.name).opened);
  const mapped = evaluate(() => step.input({ ...scope, variables }));
  if ('error' in mapped) return mapped;
  const error = derivedFault(state, charsOf(mapped.data));
  return error === null ? { items: [{ item: null, data: mapped.data }] } : { error };
}

/** Issues the latest round; when it is done, ends the loop or waits for the next one. */
export function continueRepeat(draft: Draft, step: CommandStep, loop: Repeat): void {
  const rounds = commandStepsOf(draft.state, step);
  const last = rounds.at(-1);
  if (last === undefined) return;
  const { status } = draft.step(last.name);
  if (status === 'pending' && !draft.holds.isHeld(step, 'execute')) {
    issueCommand(draft, last, 'execute');
  }
  if (status !== 'succeeded') return;
  const condition = isOver(draft, step, loop);
  if ('error' in condition) {
    failUnissued(draft, step, condition.error);
  } else if (condition.data === true) {
    return succeed(draft, step, loop);
  } else if (rounds.length % loop.maxIterations === 0) {
    const message = `its condition does not hold after ${rounds.length} iterations`;
    failUnissued(draft, step, { code: 'REPEAT_EXHAUSTED', message });
  } else {
    const dueAt = draft.at + loop.intervalMs;
    draft.record({ type: 'wait-opened', step: step.name, signal: null, dueAt });
  }
}

/** Checks the condition when a signal that it asks for arrives between two rounds. */
export function endRepeatOnSignal(draft: Draft, step: CommandStep, loop: Repeat): void {
  const { status } = draft.step(step.name);
  const last = commandStepsOf(draft.state, step).at(-1);
  const isBetweenRounds = last !== undefined && draft.step(last.name).status === 'succeeded';
  if (!isBetweenRounds || (status !== 'waiting' && status !== 'stuck')) return;
  const condition = isOver(draft, step, loop);
  if (!('error' in condition)) {
    if (condition.data === true) succeed(draft, step, loop);
  } else if (status === 'waiting') {
    failUnissued(draft, step, condition.error);
  }
}

function isOver(draft: Draft, { name }: CommandStep, { until, signals }: Repeat) {
  const [output, iteration] = variablesOfRound(draft.state, name, draft.step(name).opened);
  const variables = [output ?? null, Number(iteration) - 1, newestOf(draft.state, signals)];
  return evaluate(() => until({ ...draft.scope, variables }));
}

/** The payload of the newest signal with each name; null: there is none. */
function newestOf({ signals }: SagaState, names: readonly string[]): JsonValue {
  const entries = names.map((name) => {
    const newest = signals.findLast((each) => each.name === name && each.takenBy === null);
    // a signal without a payload counts as `{}`, so that `!= null` notices it
    return [name, newest === undefined ? null : (newest.payload ?? {})] as const;
  });
  return Object.fromEntries(entries);
}

function succeed(draft: Draft, step: CommandStep, { collects }: Repeat): void {
  const outputs = commandStepsOf(draft.state, step).map(({ name }) => draft.step(name).output);
  const output = collects ? outputs : (outputs.at(-1) ?? null);
  const tooLarge = collects ? collectedFault(draft.state, charsOf(output)) : null;
  if (tooLarge !== null) {
    failUnissued(draft, step, tooLarge);
    return;
  }
  draft.record({ type: 'step-succeeded', step: step.name, output, by: 'iterations' });
}
