import type { Command, SagaState, StepState } from '#engine';

/** The state of a step, and those of its iterations if it is a loop. */
export function statesOf(state: SagaState, step: string): readonly StepState[] {
  const names = Object.keys(state.steps).filter(
    (name) => name === step || name.startsWith(`${step}[`),
  );
  return names.flatMap((name) => state.steps[name] ?? []);
}

/** Of the step, or of the iteration, that a command belongs to; undefined: it is no more. */
export function stateOfCommand(
  state: SagaState,
  { step, iteration }: Pick<Command, 'step' | 'iteration'>,
): StepState | undefined {
  const [own, ...iterations] = statesOf(state, step);
  if (own?.opened === 0) return own;
  return iterations.find((each) => each.iteration === iteration);
}
