import { Waiting, type SagaError, type SagaState, type StepState } from '#engine';
import { fingerprintOfFailure, stepOfIteration } from '#failures';
import type { RememberedWork } from '#ports';
import { directionOf, shortError, type StoredSummary } from './saga-summary.js';

/** A trouble of a saga, as a row has it. */
export interface TroubleRecord {
  readonly saga_id: string;
  readonly fingerprint: string;
  readonly definition_name: string;
  readonly definition_version: number;
  readonly step: string;
  readonly direction: string;
  readonly state: 'stuck' | 'retrying';
  /** Those that went wrong. */
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  /** In ms since the epoch. */
  readonly at: number;
}

/** What a batch has to write about troubles. */
export interface BatchTroubles {
  readonly troubles: readonly TroubleRecord[];
  /** Sagas that may have had others. */
  readonly sagaIds: readonly string[];
}

/** Steps of one saga that are looked at, as in lists; more say nothing new. */
const TROUBLED_STEPS_MAX = 20;
/** Stands in where a step has none. */
export const NO_ERROR: SagaError = { code: 'UNKNOWN', message: 'no error was recorded' };

/** null: its sagas are well, and were so before. */
export function troublesOfBatch({
  starts,
  updates,
}: Pick<RememberedWork['writes'], 'starts' | 'updates'>): BatchTroubles | null {
  const troubles: TroubleRecord[] = [];
  const sagaIds: string[] = [];
  for (const { state, before } of updates) {
    const own = troublesOf(state);
    troubles.push(...own);
    if (own.length > 0 || (before && isTroubled(before))) sagaIds.push(state.id);
  }
  for (const { state } of starts) troubles.push(...troublesOf(state));
  return troubles.length + sagaIds.length === 0 ? null : { troubles, sagaIds };
}

function troublesOf(state: SagaState): readonly TroubleRecord[] {
  if (!isTroubled(state)) return [];
  const { id, definition, updatedAt: at } = state;
  const found: TroubledStep[] = [];
  for (const name in state.steps) {
    const step = state.steps[name];
    const trouble = step && Waiting.troubleOf(step);
    if (!step || !trouble) continue;
    const direction = directionOf(step);
    const error = step.error && shortError(step.error);
    found.push({ name, trouble, direction, error, attempts: failedAttempts(step) });
    if (found.length === TROUBLED_STEPS_MAX) break;
  }
  return recordsOf({ id, definition, at }, found);
}

/** What a saga's summary says, which says the same as its state. */
export function troublesOfSummary(saga: Saga, summary: StoredSummary): readonly TroubleRecord[] {
  const found = summary.activeSteps.flatMap((step) => {
    const { trouble, attempts, nextAction } = step;
    if (trouble === null) return [];
    const isInFlight = nextAction.what === 'await-reply';
    return [{ ...step, trouble, attempts: attempts - (isInFlight ? 1 : 0) }];
  });
  return recordsOf(saga, found);
}

interface Saga {
  readonly id: string;
  readonly definition: SagaState['definition'];
  readonly at: number;
}

interface TroubledStep {
  readonly name: string;
  readonly trouble: 'stuck' | 'retrying';
  readonly direction: string | null;
  readonly error: SagaError | null;
  readonly attempts: number;
}

/** Each kind of trouble once, whatever the number of iterations that have it. */
function recordsOf(saga: Saga, steps: readonly TroubledStep[]): readonly TroubleRecord[] {
  const found = new Map<string, TroubleRecord>();
  for (const step of steps) {
    const record = recordOf(saga, step);
    const known = found.get(record.fingerprint);
    found.set(record.fingerprint, known ? worse(known, record) : record);
  }
  return [...found.values()];
}

function recordOf({ id, definition, at }: Saga, trouble: TroubledStep): TroubleRecord {
  const { code, message } = trouble.error ?? NO_ERROR;
  const { name, version } = definition;
  const step = stepOfIteration(trouble.name);
  const direction = trouble.direction ?? 'execute';
  return {
    saga_id: id,
    fingerprint: fingerprintOfFailure({ definition: name, step, direction, code, message }),
    definition_name: name,
    definition_version: version,
    step,
    direction,
    state: trouble.trouble,
    attempts: trouble.attempts,
    ...{ code, message, at },
  };
}

function isTroubled(state: SagaState): boolean {
  if (state.endedAt !== null) return false;
  for (const name in state.steps) {
    const step = state.steps[name];
    if (step && Waiting.troubleOf(step) !== null) return true;
  }
  return false;
}

/** The attempt that is in flight has not gone wrong yet. */
function failedAttempts(step: StepState): number {
  const { execute, compensate, inquire } = step.attempts;
  const isInFlight = 'exchange' in step && step.exchange.phase === 'in-flight';
  return execute + compensate + inquire - (isInFlight ? 1 : 0);
}

function worse(a: TroubleRecord, b: TroubleRecord): TroubleRecord {
  const worst = a.state === 'stuck' ? a : b;
  return { ...worst, attempts: a.attempts + b.attempts };
}
