import { firstStageEnd, nextMove, type BulkPace, type BulkProgress } from './bulk-plan.js';

type Fate = 'good' | 'bad';

/** A bulk whose sagas come to rest at once; its stages, and what it ended with. */
function run(pace: BulkPace, fates: readonly Fate[]) {
  const known: Fate[] = [];
  const total = fates.length;
  const stages: number[] = [];
  let stage = 0;
  let [start, end] = [0, firstStageEnd(pace, total)];
  for (let steps = 0; steps < 3 * total + 10; steps++) {
    const move = nextMove(pace, progressOf({ known, total, stage, start, end }));
    if (move.type === 'act') known.push(fates[known.length] ?? 'good');
    else if (move.type === 'next-stage') {
      stages.push(end - start);
      [stage, start, end] = [stage + 1, end, move.stageEnd];
    } else return { move, stages: [...stages, end - start], acted: known.length };
  }
  throw new Error('it goes on for ever');
}

function progressOf(at: {
  readonly known: readonly Fate[];
  readonly total: number;
  readonly stage: number;
  readonly start: number;
  readonly end: number;
}): BulkProgress {
  const { known, total, stage, start, end } = at;
  const countsOf = (from: number, to: number) => {
    const part = known.slice(from, to);
    const failed = part.filter((fate) => fate === 'bad').length;
    return { waiting: to - from - part.length, awaited: 0, failed, settled: part.length - failed };
  };
  return { total, stage, stageEnd: end, ofStage: countsOf(start, end), ofAll: countsOf(0, total) };
}

const good = (count: number): Fate[] => Array.from({ length: count }, () => 'good');
const ramp: BulkPace = { canary: 1, rate: null, failureShareMax: 0.1 };

describe('A bulk', () => {
  it('goes on in steps that grow after its canary', () => {
    const { move, stages } = run(ramp, good(10_000));
    expect(move).toEqual({ type: 'done' });
    expect(stages.slice(0, 7)).toEqual([1, 5, 25, 125, 625, 1000, 1000]);
    expect(stages.reduce((sum, size) => sum + size, 0)).toBe(10_000);
  });

  it('touches nothing but the canary when that fails', () => {
    expect(run(ramp, ['bad', ...good(9_999)])).toMatchObject({
      move: { type: 'stop', code: 'CANARY_FAILED', detail: '1 of 1 failed; at most 10 % may' },
      acted: 1,
    });
  });

  it('goes on after a canary of several of which few enough fail', () => {
    const pace = { ...ramp, canary: 10 };
    expect(run(pace, ['bad', ...good(99)])).toMatchObject({ move: { type: 'done' }, acted: 100 });
    const two = run(pace, ['bad', 'bad', ...good(98)]);
    expect(two).toMatchObject({ move: { code: 'CANARY_FAILED' }, acted: 2 });
  });

  it('stops within a step as soon as too many of it have failed', () => {
    // given a step of 25 in which 3 may not fail, after a canary and one of 5
    const fates = [...good(6), ...Array.from({ length: 25 }, (): Fate => 'bad'), ...good(900)];
    expect(run(ramp, fates)).toMatchObject({
      move: { type: 'stop', code: 'TOO_MANY_FAILURES', detail: '3 of 25 failed; at most 10 % may' },
      acted: 9,
    });
  });

  it('at a rate awaits its canary only, and stops when the share of all fails', () => {
    const pace = { canary: 2, rate: 50, failureShareMax: 0.5 };
    expect(run(pace, good(500)).stages).toEqual([2, 498]);
    const fates = [...good(10), ...Array.from({ length: 490 }, (): Fate => 'bad')];
    expect(run(pace, fates)).toMatchObject({
      move: {
        type: 'stop',
        code: 'TOO_MANY_FAILURES',
        detail: '11 of 21 failed; at most 50 % may',
      },
      acted: 21,
    });
    expect(run({ ...pace, canary: 0 }, good(30)).stages).toEqual([30]);
  });

  it('of one saga is a canary', () => {
    expect(run(ramp, good(1))).toEqual({ move: { type: 'done' }, stages: [1], acted: 1 });
  });

  it('without a canary begins with one', () => {
    expect(run({ ...ramp, canary: 0 }, good(40)).stages).toEqual([1, 5, 25, 9]);
  });

  it('waits for what comes of a step, and at its end for all', () => {
    const counts = { waiting: 0, awaited: 1, failed: 0, settled: 0 };
    const rest = { waiting: 9, awaited: 1, failed: 0, settled: 0 };
    const first = { total: 10, stage: 0, stageEnd: 1, ofStage: counts, ofAll: rest };
    expect(nextMove(ramp, first)).toEqual({ type: 'wait' });
    const ofAll = { waiting: 0, awaited: 3, failed: 0, settled: 7 };
    const last = { total: 10, stage: 1, stageEnd: 10, ofStage: ofAll, ofAll };
    expect(nextMove({ ...ramp, rate: 5 }, last)).toEqual({ type: 'wait' });
  });
});
