import type { SagaError, SagaState } from '#saga-core';
import { toSagaView, type NextAction, type StepView } from '../sagas/saga-view.js';

/** A line of the operators' list: where it stands, since when, and what comes next. */
export function toAdminSagaView(state: SagaState, now: number) {
  const view = toSagaView(state);
  const { id, status, paused, direction, version, definition, key, startedAt, updatedAt } = view;
  const steps = view.steps.flatMap((step) => [step, ...step.iterations]);
  const active = steps.filter(({ nextAction }) => nextAction !== null);
  return {
    ...{ id, status, paused, direction, version, definition, key, startedAt, updatedAt },
    endedAt: view.endedAt,
    lastError: lastErrorOf(view.error, steps),
    activeSteps: active.map(({ name, status: stepStatus, attempts, error, nextAction }) => ({
      name,
      status: stepStatus,
      attempts: attempts.execute + attempts.compensate + attempts.inquire,
      error,
      nextAction,
    })),
    /** Attempts issued in all, in every direction. */
    attempts: steps.reduce(
      (sum, { attempts }) => sum + attempts.execute + attempts.compensate + attempts.inquire,
      0,
    ),
    unchangedForMs: Math.max(0, now - state.updatedAt),
    nextTimer: nextTimerOf(view.nextAction),
  };
}

function lastErrorOf(sagaError: SagaError | null, steps: readonly StepView[]): SagaError | null {
  if (sagaError !== null) return sagaError;
  return steps.findLast(({ error }) => error !== null)?.error ?? null;
}

function nextTimerOf(action: NextAction | null): NextAction | null {
  return action === null || action.at === null ? null : action;
}
