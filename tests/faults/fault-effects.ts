import type { Verdict } from './judging/checker.js';
import type { Evidence, FaultRecord, SagaRow } from './judging/evidence.js';
import { CONDUCTORS, FAULT_KINDS, PARTICIPANTS } from './planning/fault-kinds.js';
import type { ReadinessLook, Seen } from './readiness-watch.js';

/** The effects of one fault on the run. Spans are seconds; null: not observed. */
export interface FaultEffect {
  readonly fault: FaultRecord;
  readonly violations: number;
  readonly wentBack: number;
  readonly excused: number;
  /** Attempts that timed out during the fault, or soon after. */
  readonly unanswered: number;
  /** What the affected conductors reported, second by second. */
  readonly seen: Readonly<Partial<Record<Seen, number>>>;
  /** Until an affected conductor reported that something is wrong. */
  readonly noticedAfterS: number | null;
  /** Seconds in which one reported `ready` although it had had 10 s to notice that it is not. */
  readonly wronglyReadyS: number;
  /**
   * From the fault's end until all conductors were ready, a saga had ended, and all older ones had.
   */
  readonly readyAfterS: number | null;
  readonly firstEndAfterS: number | null;
  readonly oldEndedAfterS: number | null;
}

/** What happens within this time after a fault's end may still be its result. */
export const AFTERMATH_MS = 20_000;
const NOTICE_MAX_MS = 10_000;

export function effectOf(fault: FaultRecord, evidence: Evidence, verdict: Verdict): FaultEffect {
  const { beganAt, endedAt } = fault;
  const mayCome = (span: { from: number; to: number }): boolean => overlaps(fault, span);
  const ofSagas = verdict.violations.filter(({ sagaId }) => sagaId !== null).filter(mayCome);
  const during = looksAt(fault, evidence).filter(({ at }) => at >= beganAt && at < endedAt);
  const firstBad = during.find(({ seen }) => seen !== 'ready');
  const seen: Partial<Record<Seen, number>> = {};
  for (const look of during) seen[look.seen] = (seen[look.seen] ?? 0) + 1;
  return {
    fault,
    violations: ofSagas.length,
    wentBack: ofSagas.filter(({ rule }) => rule === 'went-back').length,
    excused: verdict.excused.filter(mayCome).length,
    unanswered: evidence.failedAttempts.filter(
      ({ at, outcome }) => outcome === 'unknown' && mayCome({ from: at, to: at }),
    ).length,
    seen,
    noticedAfterS: firstBad ? seconds(firstBad.at - beganAt) : null,
    wronglyReadyS: wronglyReady(fault, during),
    readyAfterS: readyAfter(fault, evidence),
    ...endsAfter(fault, evidence.sagas),
  };
}

/** Whether something between two instants may result from a fault. */
export function overlaps(
  { beganAt, endedAt }: FaultRecord,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  return from < endedAt + AFTERMATH_MS && to >= beganAt;
}

/** Those of the conductors that the fault concerns. */
function looksAt({ target }: FaultRecord, { looks }: Evidence): readonly ReadinessLook[] {
  const isOneConductor = CONDUCTORS.some((name) => name === target);
  return looks.filter(({ conductor }) => !isOneConductor || conductor === target);
}

/** Only where the kind says what is right; a participant's fault does not affect conductors. */
function wronglyReady(fault: FaultRecord, during: readonly ReadinessLook[]): number {
  const right = FAULT_KINDS[fault.name].readiness;
  if (right === 'any' || PARTICIPANTS.some((name) => name === fault.target)) return 0;
  const late = during.filter(({ at }) => at > fault.beganAt + NOTICE_MAX_MS);
  return late.filter(({ seen }) => seen === 'ready').length;
}

function readyAfter(fault: FaultRecord, { looks, faults, endedAt }: Evidence): number | null {
  const next = faults.find(({ number }) => number === fault.number + 1)?.beganAt ?? endedAt;
  const after = looks.filter(({ at }) => at >= fault.endedAt && at < next);
  const lastBad = after.findLast(({ seen }) => seen !== 'ready');
  if (!lastBad) return 0;
  const firstGood = after.find(({ at, conductor }) => {
    return conductor === lastBad.conductor && at > lastBad.at;
  });
  return firstGood ? seconds(firstGood.at - fault.endedAt) : null;
}

function endsAfter({ endedAt }: FaultRecord, sagas: readonly SagaRow[]) {
  const ends = (of: readonly SagaRow[]): readonly number[] =>
    of.flatMap((saga) => (saga.endedAt !== null && saga.endedAt >= endedAt ? [saga.endedAt] : []));
  const old = sagas.filter(({ createdAt }) => createdAt < endedAt);
  const isOneOpen = old.some((saga) => saga.endedAt === null);
  const first = Math.min(...ends(sagas));
  const last = Math.max(endedAt, ...ends(old));
  return {
    firstEndAfterS: Number.isFinite(first) ? seconds(first - endedAt) : null,
    oldEndedAfterS: isOneOpen ? null : seconds(last - endedAt),
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
