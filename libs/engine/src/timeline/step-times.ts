import { loopOf } from '../explaining/written.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { Happening } from './entry.js';

/** How long a step took that succeeded. */
export interface StepTime {
  /** As in the definition: `reserve`, for each iteration of it. */
  readonly step: string;
  readonly ms: number;
}

/**
 * How long each step of a saga took that succeeded, from its first command or the beginning of its
 * wait to its success: with its further attempts, and with what it waited between them. Each
 * iteration of a loop is one. Left out: what a person settled, and what began before these
 * happenings.
 */
export function stepTimesOf(
  happenings: readonly Pick<Happening, 'at' | 'events'>[],
): readonly StepTime[] {
  const begun = new Map<string, number>();
  const times: StepTime[] = [];
  for (const { at, events } of happenings) {
    for (const event of events) {
      const step = 'step' in event ? event.step : null;
      if (typeof step !== 'string') continue;
      if (begins(event)) begun.set(step, begun.get(step) ?? at);
      if (event.type !== 'step-succeeded') continue;
      const from = begun.get(step);
      const isOwn = event.by !== 'operator';
      if (from !== undefined && isOwn) times.push({ step: loopOf(step), ms: at - from });
      begun.delete(step);
    }
  }
  return times;
}

function begins(event: SagaEvent): boolean {
  if (event.type === 'wait-opened') return true;
  return event.type === 'command-issued' && event.direction === 'execute';
}
