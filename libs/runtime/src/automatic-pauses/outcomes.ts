import type { SagaDefinition } from '#definition';
import { Waiting, type Direction, type SagaError, type SagaState } from '#engine';
import type { BatchWrites } from '#ports';
import type { DefinitionLookup } from '../planning/planned-batch.js';

/** What became of an attempt, once that is committed. */
export interface AttemptOutcome {
  readonly sagaId: string;
  readonly definition: string;
  /** As the definition names it. */
  readonly step: string;
  readonly participant: string;
  readonly direction: Direction;
  /**
   * What went wrong with an attempt that may be repeated: no reply in time, or an error. null: it
   * was answered; a refusal is an answer, and so is an error with a final code.
   */
  readonly error: SagaError | null;
  /** In ms since the epoch. */
  readonly issuedAt: number;
  /** The automatic pause that it was let through; null: none. */
  readonly probeOf: string | null;
}

type Entry = BatchWrites['history'][number];
type Failed = Extract<Entry['events'][number], { type: 'attempt-failed' }>;

interface Reply {
  readonly type: string;
  readonly step?: string;
  readonly iteration?: number;
  readonly direction?: Direction;
  readonly outcome?: string;
}

/**
 * The outcomes of attempts among what was committed. `wantsAnswers` false: of answers nobody wants
 * to know, and then a batch without a failure costs one comparison a transition.
 */
export function outcomesOf(
  { history, updates }: Pick<BatchWrites, 'history' | 'updates'>,
  definitions: DefinitionLookup,
  wantsAnswers: boolean,
): readonly AttemptOutcome[] {
  const outcomes: AttemptOutcome[] = [];
  let befores: ReadonlyMap<string, SagaState | undefined> | null = null;
  for (const entry of history) {
    const reply = entry.input as unknown as Reply;
    if (reply.type !== 'reply' && reply.type !== 'timer') continue;
    if (reply.outcome === 'succeeded' && !wantsAnswers) continue;
    befores ??= new Map(updates.map(({ state, before }) => [state.id, before]));
    const before = befores.get(entry.sagaId);
    if (before === undefined) continue;
    const { name, version } = before.definition;
    const definition = definitions.find(name, version);
    if (definition === null) continue;
    const failures = failuresIn(entry, before, definition);
    outcomes.push(...failures);
    if (failures.length > 0 || !wantsAnswers || reply.type !== 'reply') continue;
    const answered = answerIn(reply, before, definition);
    if (answered !== null) outcomes.push(answered);
  }
  return outcomes;
}

function failuresIn(
  { events }: Entry,
  before: SagaState,
  definition: SagaDefinition,
): readonly AttemptOutcome[] {
  return events.flatMap((event) => {
    if (event.type !== 'attempt-failed' || isFinal(event, definition)) return [];
    const failed = outcomeAt(event.step, event.direction, before, definition);
    return failed === null ? [] : [{ ...failed, error: event.error }];
  });
}

/** Nothing would come of another attempt: that is an answer. */
function isFinal({ step: name, direction, error }: Failed, definition: SagaDefinition): boolean {
  const step = definition.stepByName.get(Waiting.wireName(name));
  if (step?.type !== 'command') return true;
  const { retry } = direction === 'compensate' ? (step.compensation ?? step) : step;
  return retry.nonRetryable.includes(error.code);
}

function answerIn(
  { step = '', iteration, direction = 'execute' }: Reply,
  before: SagaState,
  definition: SagaDefinition,
): AttemptOutcome | null {
  const inLoop = `${step}[`;
  const name = Object.keys(before.steps).find((each) => {
    if (each !== step && !each.startsWith(inLoop)) return false;
    const state = before.steps[each];
    return state !== undefined && 'exchange' in state && state.iteration === iteration;
  });
  return outcomeAt(name ?? step, direction, before, definition);
}

/** null: it was no command to a participant. */
function outcomeAt(
  name: string,
  direction: Direction,
  { id: sagaId, steps, updatedAt }: SagaState,
  definition: SagaDefinition,
): AttemptOutcome | null {
  const wire = Waiting.wireName(name);
  const step = definition.stepByName.get(wire);
  if (step?.type !== 'command' || step.child !== null) return null;
  const state = steps[name];
  const exchange = state !== undefined && 'exchange' in state ? state.exchange : undefined;
  return {
    sagaId,
    definition: definition.name,
    step: wire,
    participant: step.participant,
    direction,
    error: null,
    issuedAt:
      state !== undefined && 'exchange' in state ? Waiting.beganAt(state, updatedAt) : updatedAt,
    probeOf: exchange?.probe ?? null,
  };
}
