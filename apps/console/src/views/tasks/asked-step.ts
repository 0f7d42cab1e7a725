import type { components } from '../../api/schema';

type Saga = components['schemas']['Saga'];
type Step = components['schemas']['Step'];

/** The step, or the iteration of a loop, by its name; undefined: the saga has none of that name. */
export function stepOf(saga: Saga, name: string): Step | undefined {
  return saga.steps
    .flatMap((step) => [step, ...step.iterations])
    .find((step) => step.name === name);
}
