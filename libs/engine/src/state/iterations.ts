import type { CommandStep, SagaDefinition, StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import { stepOf, type SagaState } from './saga-state.js';

/*
 * A loop is a step whose iterations are steps: `reserve` has `reserve[0]`, `reserve[1]`, … in the
 * state, each with attempts, timers and a compensation like any other. So all rules about commands
 * apply to them; the rules for loops are here and in `moves/loops.ts`. On the wire they carry the
 * name of the loop's step and an iteration number that is never reused.
 */

/** One object for each iteration, however often it is asked for. */
const cache = new WeakMap<CommandStep, CommandStep[]>();

export function nameOfIteration(step: string, index: number): string {
  return `${step}[${index}]`;
}

/** The `index`-th iteration of a loop, as a step. */
function iterationStep(loop: CommandStep, index: number): CommandStep {
  let known = cache.get(loop);
  if (!known) cache.set(loop, (known = []));
  return (known[index] ??= {
    ...loop,
    name: nameOfIteration(loop.name, index),
    iterationOf: { step: loop.name, index, loop: loop.loop?.type ?? 'forEach' },
    loop: null,
    when: null,
    // when a round of a `repeat` fails, the loop as a whole is caught
    catches: loop.loop?.type === 'forEach' ? loop.catches : null,
  });
}

/** The opened iterations, in order; for a step without a loop, the step itself. */
export function commandStepsOf(state: SagaState, step: StepDefinition): readonly CommandStep[] {
  if (step.type !== 'command') return [];
  if (step.loop === null) return [step];
  const { opened } = stepOf(state, step.name);
  return Array.from({ length: opened }, (_, index) => iterationStep(step, index));
}

/** The parts of a step that begin and are undone separately: a loop's iterations, or the step. */
export function partsOf(state: SagaState, step: StepDefinition): readonly StepDefinition[] {
  return step.type === 'command' ? commandStepsOf(state, step) : [step];
}

/** Every step that sends a command of its own. */
export function allCommandSteps(
  definition: SagaDefinition,
  state: SagaState,
): readonly CommandStep[] {
  return definition.steps.flatMap((step) => commandStepsOf(state, step));
}

/** Finds a step by its name in the state: `reserve`, or `reserve[3]`. */
export function findStep(
  definition: SagaDefinition,
  state: SagaState,
  name: string,
): StepDefinition | null {
  const found = definition.stepByName.get(name);
  if (found) return found;
  const [, base = '', index = ''] = /^(\w+)\[(\d{1,6})\]$/.exec(name) ?? [];
  const loop = definition.stepByName.get(base);
  if (loop?.type !== 'command' || !(name in state.steps)) return null;
  return iterationStep(loop, Number(index));
}

/** The step's name on the wire and in its idempotency key. */
export function wireNameOf(step: CommandStep): string {
  return step.iterationOf?.step ?? step.name;
}

/** The iteration number of a step that starts over under a new key. */
export function nextIteration(state: SagaState, step: CommandStep): number {
  const { iteration, opened } = stepOf(state, wireNameOf(step));
  // a loop's own number is always the next unused one
  return opened > 0 ? iteration : iteration + 1;
}

/** The additional variables in expressions of an iteration. */
export function variablesOf(state: SagaState, step: CommandStep): readonly JsonValue[] {
  if (step.iterationOf === null) return [];
  const { step: name, index, loop } = step.iterationOf;
  if (loop === 'repeat') return variablesOfRound(state, name, index);
  return [stepOf(state, step.name).item, index];
}

/** The variables of a round's input in a `repeat`: `previous` and `iteration`. */
export function variablesOfRound(
  state: SagaState,
  name: string,
  index: number,
): readonly JsonValue[] {
  const previous = index === 0 ? null : stepOf(state, nameOfIteration(name, index - 1)).output;
  return [previous, index];
}
