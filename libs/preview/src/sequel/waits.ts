import type { SagaState, StepState } from '#engine';
import type { FollowedWait } from './followed.js';

/** It waits for a signal or an event. */
export function isForOthers(step: StepState | undefined): boolean {
  return step?.status === 'waiting' && (step.signal !== null || step.event !== undefined);
}

/** Whose time is up at this instant. */
export function waitUntil(state: SagaState, at: number): Pick<FollowedWait, 'what' | 'step'> {
  const due = Object.entries(state.steps).filter(([, step]) => (dueAtOf(step) ?? at + 1) <= at);
  const [first, ...others] = due;
  if (first === undefined) {
    const isLock = state.locks.some((lock) => lock.status === 'waiting');
    return { what: isLock ? 'lock' : 'time', step: null };
  }
  if (others.length > 0) return { what: 'time', step: null };
  const [step, { status }] = first;
  return { what: status === 'waiting' ? 'delay' : 'next-attempt', step };
}

/** null: it is not known. */
export function sinceOf({ steps }: SagaState, step: string | null): number | null {
  const state = step === null ? undefined : steps[step];
  if (state?.status === 'waiting') return state.since ?? null;
  return state !== undefined && 'exchange' in state ? (state.exchange.since ?? null) : null;
}

function dueAtOf(step: StepState): number | null {
  if (step.status === 'waiting') return step.dueAt;
  return 'exchange' in step ? step.exchange.dueAt : null;
}
