import type { SagaDefinition, StepDefinition } from '#definition';
import { commandStepsOf } from '../state/iterations.js';
import type { Direction, PausedByOperator, SagaState } from '../state/saga-state.js';
import { isDone } from '../state/step-rules.js';
import type { Stretch } from '../state/stretches.js';
import { coversTrouble, troubleAt } from './groups.js';
import { covers, coversAll, type Pause } from './pauses.js';

/** A saga as pauses see it. */
export interface Paused {
  readonly definition: SagaDefinition;
  readonly state: SagaState;
  /** All that may cover a part of the saga, also those that are over. */
  readonly pauses: readonly Pause[];
  readonly at: number;
}

/** What the saga's own pause, and those of more than one saga, hold of it at one instant. */
export class Holds {
  constructor(private readonly of: Paused) {}

  /** There is no pause, and there was none. */
  get isNone(): boolean {
    return this.of.pauses.length === 0 && this.of.state.paused === undefined;
  }

  /** Nothing of the saga goes on: it is paused itself, or its definition is. */
  get isAll(): boolean {
    return !this.isNone && this.isIn(this.ofAll());
  }

  /** No new attempt of the step may be issued in this direction, and its clock stands still. */
  isHeld(step: StepDefinition, direction: Direction): boolean {
    return !this.isNone && this.isIn(this.ofStep(step, direction));
  }

  /** When the saga as a whole stood still. */
  ofAll(): readonly Stretch[] {
    const { definition, state, pauses } = this.of;
    const own = state.paused === undefined ? [] : [{ from: state.paused.since, to: Infinity }];
    const wide = pauses.filter((pause) => coversAll(pause, definition));
    return [...(state.stood ?? []), ...own, ...wide.map(stretchOf)];
  }

  /** When the step stood still in this direction. */
  ofStep(step: StepDefinition, direction: Direction): readonly Stretch[] {
    const { definition, pauses } = this.of;
    const narrow = pauses.filter(
      (pause) => !coversAll(pause, definition) && coversPart(this.of, pause, { step, direction }),
    );
    return [...this.ofAll(), ...narrow.map(stretchOf)];
  }

  /** When the deadline stood still: with the saga, and with any step that is under way now. */
  ofDeadline(): readonly Stretch[] {
    const open = openParts(this.of).map(({ step, direction }) => this.ofStep(step, direction));
    return [...this.ofAll(), ...open.flat()];
  }

  isIn(stretches: readonly Stretch[]): boolean {
    const { at } = this.of;
    return stretches.some(({ from, to }) => from <= at && at < to);
  }
}

/** The pauses of more than one saga that hold a part of this one now. */
export function heldBy<Wide extends Pause>(
  saga: Omit<Paused, 'pauses'>,
  pauses: readonly Wide[],
): readonly Wide[] {
  const { definition, state, at } = saga;
  if (pauses.length === 0 || state.endedAt !== null) return [];
  const open = openParts(saga);
  return pauses
    .filter((pause) => pause.from <= at && at < stretchOf(pause).to)
    .filter(
      (pause) => coversAll(pause, definition) || open.some((part) => coversPart(saga, pause, part)),
    );
}

/** All that holds the saga now, or a part of it. `own` null: nobody paused the saga itself. */
export function pausesOf<Wide extends Pause>(
  saga: Omit<Paused, 'pauses'>,
  pauses: readonly Wide[],
): { readonly own: PausedByOperator | null; readonly wide: readonly Wide[] } {
  return { own: saga.state.paused ?? null, wide: heldBy(saga, pauses) };
}

interface OpenPart {
  readonly step: StepDefinition;
  readonly direction: Direction;
}

function coversPart(
  { definition, state }: Pick<Paused, 'definition' | 'state'>,
  pause: Pause,
  { step, direction }: OpenPart,
): boolean {
  if (!('failureGroup' in pause.scope)) return covers(pause, definition, step, direction);
  const trouble = troubleAt(state, step);
  return trouble?.direction === direction && coversTrouble(pause, trouble);
}

/**
 * Steps and iterations that are under way, or would be if nothing held them; going back, also those
 * that may be undone next.
 */
function openParts({ definition, state }: Pick<Paused, 'definition' | 'state'>) {
  return definition.steps.flatMap((step): readonly OpenPart[] => {
    const parts = new Set([step, ...commandStepsOf(state, step)]);
    return [...parts].flatMap((part) => directionsOf(state, part).map(inStep(part)));
  });
}

function inStep(step: StepDefinition): (direction: Direction) => OpenPart {
  return (direction) => ({ step, direction });
}

function directionsOf(state: SagaState, step: StepDefinition): readonly Direction[] {
  const current = state.steps[step.name];
  if (current === undefined) return [];
  const isGoingBack = state.abort !== null || current.catching !== undefined;
  const undone: readonly Direction[] =
    isGoingBack && current.attempts.execute > 0 && current.status !== 'compensated'
      ? ['compensate']
      : [];
  if ('exchange' in current) return [current.exchange.direction, ...undone];
  if (current.status === 'waiting' || current.status === 'iterating') return ['execute', ...undone];
  const isReady = current.status === 'pending' && state.abort === null && isNext(state, step);
  return isReady ? ['execute'] : undone;
}

/** What comes before it is done. An iteration has the steps of its loop before it. */
function isNext({ steps }: SagaState, step: StepDefinition): boolean {
  return step.after.every((name) => {
    const before = steps[name];
    return before === undefined || isDone(before);
  });
}

function stretchOf({ from, to }: Pause): Stretch {
  return { from, to: to ?? Infinity };
}
