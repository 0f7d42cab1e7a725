import type { SagaDefinition, StepDefinition } from '#definition';
import type { Mapping, Condition } from '#expressions';
import type { JsonValue } from '#protocol';
import { findStep } from '../state/iterations.js';
import type { SagaEvent } from '../state/saga-event.js';
import { type SagaState, type StepState, stepOf } from '../state/saga-state.js';
import type { WrittenDefinition, WrittenPart } from './written.js';

/** A definition, compiled and as it was posted. */
export interface KnownDefinition {
  readonly definition: SagaDefinition;
  readonly written: WrittenDefinition;
}

/** An event, and the saga right before it. */
export interface Moment extends KnownDefinition {
  readonly state: SagaState;
  readonly event: SagaEvent;
  /** Events of the same transition that came before it. */
  readonly earlier: readonly SagaEvent[];
}

/** An expression, or a template, that the engine evaluated. */
export interface Asked {
  /** null: it is not written, and a default holds. */
  readonly part: WrittenPart | null;
  readonly step: string | null;
  readonly map: Mapping | Condition;
  /** In the order in which the place names them. */
  readonly variables?: readonly (readonly [string, JsonValue])[];
  /** What it must have given, because the event says so. Left out: the event does not say. */
  readonly expected?: JsonValue;
}

/** A moment of one step. */
export interface StepMoment extends Moment {
  readonly step: StepDefinition;
  readonly own: StepState;
}

/** null: the event is not about a step of the definition. */
export function stepMoment(moment: Moment): StepMoment | null {
  const { event, definition, state } = moment;
  if (!('step' in event) || typeof event.step !== 'string') return null;
  const step = findStep(definition, state, event.step);
  return step === null ? null : { ...moment, step, own: stepOf(state, step.name) };
}

/** Whether the step begins here by the rules: what a person edited is sent as it is. */
export function isBeginning({ own, step, earlier }: StepMoment): boolean {
  const acted = earlier.find((event) => event.type === 'operator-acted');
  const retry = acted?.action.name === 'retry' ? acted.action : null;
  const resumedAt = earlier.findIndex(({ type }) => type === 'forward-resumed');
  // a rewind opens iterations, too; whoever goes on from there follows the rules
  const isAnew = earlier
    .slice(0, resumedAt === -1 ? undefined : resumedAt)
    .some((event) => event.type === 'iteration-opened' && event.step === step.name);
  if (isAnew) return false;
  if (own.status === 'pending') return true;
  const isRetried = retry !== null && own.status === 'stuck' && own.opened === 0;
  return isRetried && retry.input === undefined;
}
