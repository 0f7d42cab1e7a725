import type { SagaDefinition } from '#definition';
import { allCommandSteps } from '../state/iterations.js';
import type { SagaState } from '../state/saga-state.js';
import { lengthWithin, type Stretch } from '../state/stretches.js';
import { Holds, type Paused } from './holds.js';

/** An instant that a saga waits for. */
interface Clock {
  readonly of: 'deadline' | 'lock' | 'step';
  /** The lock's key, or the step; empty for the deadline. */
  readonly name: string;
  readonly dueAt: number;
  /** When it stood still. */
  readonly stood: readonly Stretch[];
}

/** A clock as it is now: moved by the time that it stood still since the last transition. */
export interface MovedClock extends Pick<Clock, 'of' | 'name' | 'dueAt'> {
  readonly isMoved: boolean;
  /** It stands still now. */
  readonly isHeld: boolean;
}

/**
 * The saga's clocks. Each transition counts what pauses took until then, so that what is missing is
 * the time since the last one: in it the steps, and so the clocks, were those of the state.
 */
export function movedClocks(saga: Paused): readonly MovedClock[] {
  const { definition, state, at } = saga;
  const holds = new Holds(saga);
  return clocksOf(definition, state, holds).map(({ of, name, dueAt, stood }) => {
    const ms = lengthWithin(stood, state.updatedAt, at);
    return { of, name, dueAt: dueAt + ms, isMoved: ms > 0, isHeld: holds.isIn(stood) };
  });
}

function clocksOf(definition: SagaDefinition, state: SagaState, holds: Holds): readonly Clock[] {
  const clocks: Clock[] = [];
  const { deadlineAt } = state;
  if (deadlineAt !== null) {
    clocks.push({ of: 'deadline', name: '', dueAt: deadlineAt, stood: holds.ofDeadline() });
  }
  for (const { key, status, dueAt } of state.locks) {
    if (status === 'waiting') clocks.push({ of: 'lock', name: key, dueAt, stood: holds.ofAll() });
  }
  for (const step of new Set([...definition.steps, ...allCommandSteps(definition, state)])) {
    const { name } = step;
    const current = state.steps[name];
    if (current === undefined) continue;
    if ('exchange' in current) {
      const { direction, dueAt } = current.exchange;
      clocks.push({ of: 'step', name, dueAt, stood: holds.ofStep(step, direction) });
    } else if (current.status === 'waiting') {
      const { dueAt } = current;
      clocks.push({ of: 'step', name, dueAt, stood: holds.ofStep(step, 'execute') });
    }
  }
  return clocks;
}
