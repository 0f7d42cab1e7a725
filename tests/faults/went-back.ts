import type { FaultRecord, HistoryEntry, SagaRow } from './evidence.js';
import type { EvidenceIndex } from './evidence-index.js';
import { PARTICIPANTS } from './fault-kinds.js';
import { FATES } from './fates.js';
import type { JsonObject } from './json.js';

/** After the end of its fault a participant still has to start, or to reconnect. */
const GRACE_MS = 15_000;

/** An attempt to do a step that did not succeed. */
interface FailedAttempt {
  readonly step: string;
  /** `unknown`: nobody answered in time. */
  readonly outcome: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Why it is right that a saga went back though nobody refused anything: the participant of the step
 * that was given up on, and it alone, was away, and so did not answer in time. The conductor cannot
 * tell that from a participant that is slow. Null: there is no such excuse.
 */
export function excuseOf(saga: SagaRow, { evidence, childrenOf }: EvidenceIndex): string | null {
  for (const member of [saga, ...(childrenOf.get(saga.id) ?? [])]) {
    const history = evidence.histories.get(member.id) ?? [];
    for (const step of stepsGivenUpOn(history)) {
      const why = excuseForStep(step, member, history, evidence.faults);
      if (why !== null) return why;
    }
  }
  return null;
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

/** One participant is, and nobody else. A link that is slow is not away. */
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
