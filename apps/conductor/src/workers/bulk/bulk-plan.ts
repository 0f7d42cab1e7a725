/** How fast a bulk goes, and when it stops by itself. */
export interface BulkPace {
  /** How many go first, and what comes of them is awaited; 0: none. */
  readonly canary: number;
  /** Sagas a second; null: in steps that grow, each awaited. */
  readonly rate: number | null;
  /** It stops when a larger share than this fails. */
  readonly failureShareMax: number;
}

/** How many of some sagas are in which state. */
export interface BulkCounts {
  /** Nothing was done with them. */
  readonly waiting: number;
  /** It was done, and what came of it is awaited. */
  readonly awaited: number;
  /** Refused, stuck again, or not at rest in time. */
  readonly failed: number;
  /** What was meant came of it, or the saga is gone. */
  readonly settled: number;
}

export interface BulkProgress {
  readonly total: number;
  /** 0: the first. */
  readonly stage: number;
  /** The last place of the stage. */
  readonly stageEnd: number;
  readonly ofStage: BulkCounts;
  readonly ofAll: BulkCounts;
}

export type BulkMove =
  | { readonly type: 'act' }
  | { readonly type: 'wait' }
  | { readonly type: 'next-stage'; readonly stageEnd: number }
  | { readonly type: 'stop'; readonly code: BulkStopCode; readonly detail: string }
  | { readonly type: 'done' };

export type BulkStopCode = 'CANARY_FAILED' | 'TOO_MANY_FAILURES';

const GROWTH = 5;
/** A stage that is awaited is no longer than this, however far it has come. */
const STAGE_MAX = 1000;
/** At a rate nothing is awaited: before so many are settled a share says nothing. */
const SETTLED_MIN = 20;

/** What a bulk does next. Its first stage ends with `firstStageEnd`. */
export function nextMove(pace: BulkPace, progress: BulkProgress): BulkMove {
  const stop = whyStop(pace, progress);
  if (stop !== null) return stop;
  const { ofStage, ofAll, stageEnd, total } = progress;
  if (ofStage.waiting > 0) return { type: 'act' };
  if (ofStage.awaited > 0 && isAwaited(pace, progress)) return { type: 'wait' };
  if (stageEnd < total) return { type: 'next-stage', stageEnd: endAfter(pace, progress) };
  return ofAll.awaited > 0 ? { type: 'wait' } : { type: 'done' };
}

/** The last place of the first stage. */
export function firstStageEnd({ canary, rate }: BulkPace, total: number): number {
  if (canary > 0) return Math.min(canary, total);
  return rate === null ? 1 : total;
}

function whyStop(pace: BulkPace, progress: BulkProgress): BulkMove | null {
  const { failureShareMax: max } = pace;
  const { ofStage, ofAll, stage } = progress;
  const size = sizeOf(ofStage);
  // the rest of the stage cannot make a share smaller that is of all of it
  if (isAwaited(pace, progress) && ofStage.failed > max * size) {
    const isCanary = stage === 0 && pace.canary > 0;
    const code = isCanary ? 'CANARY_FAILED' : 'TOO_MANY_FAILURES';
    return stopped(code, ofStage.failed, { of: size, max });
  }
  const known = ofAll.failed + ofAll.settled;
  const isEnough = known >= SETTLED_MIN || (ofAll.waiting === 0 && ofAll.awaited === 0);
  if (pace.rate === null || !isEnough || ofAll.failed <= max * known) return null;
  return ofAll.waiting === 0
    ? null
    : stopped('TOO_MANY_FAILURES', ofAll.failed, { of: known, max });
}

function stopped(
  code: BulkStopCode,
  failed: number,
  { of, max }: { readonly of: number; readonly max: number },
): BulkMove {
  const detail = `${failed} of ${of} failed; at most ${Math.round(max * 100)} % may`;
  return { type: 'stop', code, detail };
}

/** Whether the next stage waits for what comes of this one. */
function isAwaited({ canary, rate }: BulkPace, { stage }: BulkProgress): boolean {
  return rate === null || (stage === 0 && canary > 0);
}

/** After the first stage 5, 25, 125, …; or, at a rate, all that is left. */
function endAfter({ rate }: BulkPace, { stage, stageEnd, total }: BulkProgress): number {
  if (rate !== null) return total;
  const size = Math.min(GROWTH ** Math.min(stage + 1, 10), STAGE_MAX);
  return Math.min(stageEnd + size, total);
}

function sizeOf({ waiting, awaited, failed, settled }: BulkCounts): number {
  return waiting + awaited + failed + settled;
}
