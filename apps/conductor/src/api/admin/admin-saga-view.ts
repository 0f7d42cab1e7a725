import type { OperatorSummary } from '#queries';
import type { StoredAction, StoredStep } from '#persistence';
import { toIso, type NextAction } from '../sagas/saga-view.js';

/** A line of the operators' list: where it stands, since when, and what comes next. */
export function toAdminSagaView(saga: OperatorSummary, now: number) {
  const { id, status, direction, version, definition, key } = saga;
  const { createdAt, updatedAt, endedAt, lastError, attempts, nextTimer } = saga;
  return {
    id,
    status,
    paused: false,
    direction,
    version,
    definition,
    key,
    startedAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    lastError,
    activeSteps: saga.activeSteps.map(toStepView),
    /** Of which the first ones are shown. */
    activeStepCount: saga.activeStepCount,
    /** Attempts issued in all, in every direction. */
    attempts,
    unchangedForMs: Math.max(0, now - updatedAt.getTime()),
    nextTimer: nextTimer && toActionView(nextTimer),
  };
}

function toStepView({ name, status, attempts, error, nextAction }: StoredStep) {
  return { name, status, attempts, error, nextAction: toActionView(nextAction) };
}

function toActionView({ what, step, at }: StoredAction): NextAction {
  return { what, step, at: at === null ? null : toIso(at) };
}
