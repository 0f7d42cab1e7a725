import type { SagaDefinition } from '#definition';
import { Waiting, type SagaEvent, type SagaState, type SagaStatus } from '#engine';
import type { MatchedSaga } from '#filters';
import type { BatchWrites } from '#ports';
import { matchedSaga } from './matched-saga.js';

/** A committed transition, as lists show it. `sagaId` and `version` name it. */
export interface SagaChange {
  readonly sagaId: string;
  /** The saga's version after it. */
  readonly version: number;
  /** When it was decided, by the database's clock, in ms since the epoch. */
  readonly at: number;
  readonly definition: { readonly name: string; readonly version: number };
  readonly key: string | null;
  /** null: it began the saga. */
  readonly statusBefore: SagaStatus | null;
  readonly status: SagaStatus;
  /** Types of its events, each once, in order. */
  readonly kinds: readonly SagaEvent['type'][];
  /** Steps that its events name, each once, in order; at most `STEPS_MAX`. */
  readonly steps: readonly string[];
  /** What the saga waits for after it, by what the commit knew; null: it has ended. */
  readonly waiting: Waiting.ReadableWaiting | null;
  /** What filters look at: the saga after it. */
  readonly saga: MatchedSaga;
  /** The saga before it; null: it began. Left out: not known. */
  readonly sagaBefore?: MatchedSaga | null;
  /** As the history has it; left out: another replica made it. */
  readonly entry?: HistoryEntry;
}

type HistoryEntry = BatchWrites['history'][number];
type Writes = Pick<BatchWrites, 'history' | 'starts' | 'updates'>;

/** What a commit knows beside the states. */
export interface Surroundings {
  /** null: not known. */
  definitionOf(name: string, version: number): SagaDefinition | null;
  /** Pauses of more than one saga. */
  readonly pauses: readonly Waiting.KnownPause[];
}

/** A loop begins thousands of iterations in one transition. */
export const STEPS_MAX = 20;

/**
 * What a batch has committed. `starts`: without those that lost to an earlier one. Of several
 * transitions of a saga in it, each is told with the saga as the batch found and left it.
 */
export function changesOf(
  { history, starts, updates }: Writes,
  known: Surroundings,
): readonly SagaChange[] {
  const states = new Map<string, Told>();
  for (const { state } of starts) states.set(state.id, { state, before: null });
  for (const { state, before } of updates) states.set(state.id, { state, before });
  return history.flatMap((entry): SagaChange[] => {
    const told = states.get(entry.sagaId);
    if (told === undefined) return [];
    const { sagaId, version, at, statusBefore, status } = entry;
    const { definition, key } = told.state;
    const shown = { sagaId, version, at, definition, key, statusBefore, status };
    told.about ??= aboutOf(told, at, known);
    return [{ ...shown, ...touchedBy(entry.events), ...told.about, entry }];
  });
}

interface Told {
  readonly state: SagaState;
  /** undefined: not known. */
  readonly before: SagaState | null | undefined;
  about?: Pick<SagaChange, 'waiting' | 'saga' | 'sagaBefore'>;
}

function aboutOf({ state, before }: Told, at: number, known: Surroundings) {
  const { waiting, saga } = lookAt(state, at, known);
  if (before === undefined) return { waiting, saga };
  return { waiting, saga, sagaBefore: before && lookAt(before, at, known).saga };
}

function lookAt(state: SagaState, at: number, { definitionOf, pauses }: Surroundings) {
  const definition = definitionOf(state.definition.name, state.definition.version);
  const waits = Waiting.waitsOf(state);
  const outside = { ...Waiting.NOTHING_KNOWN, pauses, at };
  const told = waits && Waiting.tellWaiting(waits, { sagaId: state.id, definition }, outside);
  const saga = matchedSaga(state, definition, told?.code ?? null);
  return { waiting: told && Waiting.readable(told), saga };
}

/** The name of a change among others. */
export function nameOf({ sagaId, version }: Pick<SagaChange, 'sagaId' | 'version'>): string {
  return `${sagaId}/${version}`;
}

function touchedBy(events: readonly SagaEvent[]): Pick<SagaChange, 'kinds' | 'steps'> {
  const kinds = new Set<SagaEvent['type']>();
  const steps = new Set<string>();
  for (const event of events) {
    kinds.add(event.type);
    if ('step' in event && steps.size < STEPS_MAX) steps.add(event.step);
  }
  return { kinds: [...kinds], steps: [...steps] };
}
