import type { SagaDefinition, StepDefinition } from '#definition';
import { wireNameOf } from '../state/iterations.js';
import type { Direction, SagaError } from '../state/saga-state.js';

/*
 * A pause of more than one saga: of a definition, of one of its steps, of a participant, or of a
 * group of failures. While it lasts no new attempt of what it covers is issued, and the clocks of
 * that stand still (docs/decisions/0092). Replies, signals and operators' actions are taken as
 * ever.
 */

export interface Pause {
  readonly id: string;
  readonly scope: PauseScope;
  /** In ms since the epoch, by the database's clock. */
  readonly from: number;
  /** null: nobody has ended it, and it has no end of its own. */
  readonly to: number | null;
  /** Holds compensations and inquiries too. A pause of a whole definition always does. */
  readonly withCompensations: boolean;
  /**
   * The conductor made it, because attempts kept failing. A step whose failure is caught has
   * another way to go, and is not held. Left out: a person made it.
   */
  readonly isAutomatic?: boolean;
  /** Whether this error, at the group's place, is one of the group. Pure. Left out: none is. */
  readonly isOfGroup?: (error: SagaError | null) => boolean;
}

/** What is paused. A definition is paused in all of its versions. */
export type PauseScope =
  | { readonly definition: string }
  | { readonly definition: string; readonly step: string }
  | { readonly participant: string }
  | GroupScope;

/** The sagas that are in a group of failures at the moment in question, at the group's place. */
export interface GroupScope {
  /** The group's fingerprint. */
  readonly failureGroup: string;
  readonly place: {
    readonly definition: string;
    /** A loop as a whole: `ship`, and not `ship[3]`. */
    readonly step: string;
    readonly direction: Direction;
  };
}

/** Whether the pause covers every step of the definition, and its sagas' other clocks. */
export function coversAll({ scope }: Pause, { name }: SagaDefinition): boolean {
  return 'definition' in scope && scope.definition === name && !('step' in scope);
}

/**
 * Whether the pause covers the step, or the iteration, in this direction, in all sagas. What a
 * pause of a group covers depends on the saga: see groups.ts.
 */
export function covers(
  pause: Pause,
  definition: SagaDefinition,
  step: StepDefinition,
  direction: Direction,
): boolean {
  if (coversAll(pause, definition)) return true;
  const { scope, withCompensations } = pause;
  if (direction !== 'execute' && !withCompensations) return false;
  if (pause.isAutomatic === true && isCaught(definition, step)) return false;
  if ('participant' in scope) {
    return step.type === 'command' && step.child === null && step.participant === scope.participant;
  }
  if (!('step' in scope) || scope.definition !== definition.name) return false;
  return scope.step === (step.type === 'command' ? wireNameOf(step) : step.name);
}

/** What a `catch` says of a loop holds for the rounds of a `repeat`, too. */
function isCaught({ stepByName }: SagaDefinition, step: StepDefinition): boolean {
  if (step.catches !== null || step.type !== 'command' || step.iterationOf === null) {
    return step.catches !== null;
  }
  return (stepByName.get(step.iterationOf.step)?.catches ?? null) !== null;
}

/** Whether the pause may cover something of the definition's sagas. */
export function touches(pause: Pause, definition: SagaDefinition): boolean {
  if (coversAll(pause, definition)) return true;
  if ('failureGroup' in pause.scope) return pause.scope.place.definition === definition.name;
  return definition.steps.some((step) => {
    return covers({ ...pause, withCompensations: true }, definition, step, 'compensate');
  });
}

/** Whether it holds what it covers at this instant. */
export function goesOn(pause: Pause, at: number): boolean {
  return pause.from <= at && !isOver(pause, at);
}

export function isOver({ to }: Pause, at: number): boolean {
  return to !== null && to <= at;
}
