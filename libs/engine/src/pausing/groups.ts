import type { StepDefinition } from '#definition';
import { wireNameOf } from '../state/iterations.js';
import type { Direction, SagaError, SagaState } from '../state/saga-state.js';
import { troubleOf } from '../state/trouble.js';
import type { Pause } from './pauses.js';

/*
 * A pause of a group of failures covers a step of a saga while the saga's state says that the step
 * is in trouble, in the group's direction, with an error of the group (docs/decisions/0111). That
 * changes with transitions only, so that clocks are moved exactly, as with any other pause.
 */

/** What is wrong with a step, and where. */
export interface Trouble {
  readonly definition: string;
  /** A loop as a whole: `ship`, and not `ship[3]`. */
  readonly step: string;
  readonly direction: Direction;
  readonly error: SagaError | null;
}

/** Whether the pause is of a group that has this trouble. */
export function coversTrouble({ scope, isOfGroup }: Pause, trouble: Trouble): boolean {
  if (!('failureGroup' in scope) || isOfGroup === undefined) return false;
  const { definition, step, direction } = scope.place;
  const isThere =
    definition === trouble.definition && step === trouble.step && direction === trouble.direction;
  return isThere && isOfGroup(trouble.error);
}

/** What is wrong with the step, or the iteration, now; null: nothing is. */
export function troubleAt(state: SagaState, step: StepDefinition): Trouble | null {
  const current = state.steps[step.name];
  if (current === undefined || troubleOf(current) === null) return null;
  const { error } = current;
  const direction = directionOf(current);
  if (direction === null) return null;
  const name = step.type === 'command' ? wireNameOf(step) : step.name;
  return { definition: state.definition.name, step: name, direction, error };
}

function directionOf(step: SagaState['steps'][string]): Direction | null {
  if ('exchange' in step) return step.exchange.direction;
  return step.status === 'stuck' ? step.direction : null;
}
