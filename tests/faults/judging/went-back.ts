import type { FaultRecord, HistoryEntry, SagaRow } from './evidence.js';
import type { EvidenceIndex } from './evidence-index.js';
import { PARTICIPANTS } from '../planning/fault-kinds.js';
import { FATES } from './fates.js';
import type { JsonObject } from '../json.js';

/** After its fault has ended, a participant still has to start, or to reconnect. */
const GRACE_MS = 15_000;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An attempt to do a step that did not succeed. */
interface FailedAttempt extends Span {
  readonly step: string;
  /** `unknown`: nobody answered in time. */
  readonly outcome: string;
}

/**
 * Why a saga went back rightly though nobody refused anything: only the participant of the step
 * that was given up was away, and so did not answer in time. The conductor cannot tell that from a
 * slow participant. Null: there is no such excuse.
 */
export function excuseOf(saga: SagaRow, index: EvidenceIndex): string | null {
  for (const { step, member, history } of givenUpIn(saga, index)) {
    const why = excuseForStep(step, member, history, index.evidence.faults);
    if (why !== null) return why;
  }
  return null;
}

/** From when the given-up steps were first requested to when they were given up. */
export function spanOfGivingUp(saga: SagaRow, index: EvidenceIndex): Span | null {
  const attempts = givenUpIn(saga, index).flatMap(({ step, history }) => {
    return failedAttemptsOf(step, history);
  });
  if (attempts.length === 0) return null;
  const [from, to] = [attempts.map((each) => each.from), attempts.map((each) => each.to)];
  return { from: Math.min(...from), to: Math.max(...to) };
}

/** Steps of a saga and its children. */
function givenUpIn(saga: SagaRow, { evidence, childrenOf }: EvidenceIndex) {
  return [saga, ...(childrenOf.get(saga.id) ?? [])].flatMap((member) => {
    const history = evidence.histories.get(member.id) ?? [];
    return stepsGivenUpOn(history).map((step) => ({ step, member, history }));
  });
}

function excuseForStep(
  step: string,
  { definition }: SagaRow,
  history: readonly HistoryEntry[],
  faults: readonly FaultRecord[],
): string | null {
  const effect = FATES[definition]?.effects.find((known) => known.step === baseOf(step));
  const away = faults.filter((fault) => isAwayAlone(fault, effect?.participant));
  const attempts = failedAttemptsOf(step, history);
  const isExcused = ({ outcome, from, to }: FailedAttempt): boolean =>
    outcome === 'unknown' &&
    away.some((fault) => fault.beganAt < to && from < fault.endedAt + GRACE_MS);
  if (attempts.length === 0 || !attempts.every(isExcused)) return null;
  return `${step}: ${effect?.participant} was away itself`;
}

/** Exactly one participant is away. A slow link does not count as away. */
function isAwayAlone({ name, target }: FaultRecord, participant: string | undefined): boolean {
  return (
    target === participant &&
    PARTICIPANTS.some((known) => known === target) &&
    !name.endsWith('-delay')
  );
}

function stepsGivenUpOn(history: readonly HistoryEntry[]): readonly string[] {
  const events = history.flatMap((entry) => entry.events);
  return events.filter(({ type }) => type === 'step-failed').map(stepOf);
}

function failedAttemptsOf(step: string, history: readonly HistoryEntry[]): FailedAttempt[] {
  let issuedAt = 0;
  const found: FailedAttempt[] = [];
  for (const { at, events } of history) {
    for (const event of events) {
      if (stepOf(event) !== step || (event['direction'] ?? 'execute') !== 'execute') continue;
      if (event['type'] === 'command-issued') issuedAt = at;
      if (event['type'] === 'attempt-failed') {
        found.push({ step, outcome: String(event['outcome']), from: issuedAt, to: at });
      }
    }
  }
  return found;
}

function stepOf(event: JsonObject): string {
  return String(event['step'] ?? '');
}

/** `lines` for the iteration `lines[2]`. */
function baseOf(step: string): string {
  return step.replace(/\[\d+\]$/, '');
}
