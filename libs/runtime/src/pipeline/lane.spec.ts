import fc from 'fast-check';
import { assertProperty, ManualClock, propertyTimeMs, settle } from '#testing-internal';
import { Lane } from './lane.js';
import type { PendingInput } from '../planning/pending-input.js';
import { NOTHING_LEFT, type Leftover } from '../planning/planned-batch.js';

type Kind = 'timer' | 'operate';

/** A lane whose batches are recorded, and only end when `finish` is called. */
function setUp(batchMax: number) {
  const batches: (readonly PendingInput[])[] = [];
  let finish: (left?: Partial<Leftover>) => void = () => undefined;
  const lane = new Lane({
    batchMax,
    clock: new ManualClock(),
    onIdle: () => undefined,
    execute: (batch) => {
      batches.push(batch);
      return new Promise((resolve) => {
        finish = (left = {}) => resolve({ ...NOTHING_LEFT, ...left });
      });
    },
  });
  const push = (sagaId: string, family?: string, type: Kind = 'timer'): void => {
    lane.push(input(sagaId, family, type));
  };
  const next = async (postponed: readonly PendingInput[] = [], unread: readonly string[] = []) => {
    finish({ postponed, unread: new Set(unread) });
    await settle();
    return (batches.at(-1) ?? []).map(({ sagaId, type }) => `${type} ${sagaId}`);
  };
  return { lane, push, next, batches };
}

function input(sagaId: string, family: string | undefined, type: Kind): PendingInput {
  const pending = {
    queuedAt: 0,
    inDoubt: false,
    resolve: () => undefined,
    reject: () => undefined,
  };
  return { type, sagaId, family, ...pending } as unknown as PendingInput;
}

const RUNS = { runs: 50 };

describe('Inputs that wait in a lane', () => {
  it('are taken by turns of their families, however many one of them has', async () => {
    const { push, next } = setUp(4);
    for (let at = 0; at < 1000; at++) push(`child-${at}`, 'large');
    push('other');
    push('small-child', 'small');
    expect(await next()).toEqual([
      'timer child-0',
      'timer other',
      'timer small-child',
      'timer child-1',
    ]);
    expect(await next()).toEqual([2, 3, 4, 5].map((at) => `timer child-${at}`));
  });

  it('of an operator are taken first', async () => {
    const { push, next } = setUp(2);
    for (let at = 0; at < 1000; at++) push(`child-${at}`, 'large');
    await next();
    push('large', 'large', 'operate');
    expect(await next()).toEqual(['operate large', 'timer child-2']);
  });

  it('of the saga that an operator acts on are taken along: their order stays', async () => {
    const { push, next } = setUp(4);
    for (let at = 0; at < 10; at++) push(`child-${at}`, 'large');
    await next();
    push('child-9', 'large');
    push('child-9', undefined, 'operate');
    push('child-9', 'large');
    expect(await next()).toEqual([
      'timer child-9',
      'timer child-9',
      'operate child-9',
      'timer child-9',
    ]);
  });

  it('that there was no time for leave the next turn to others', async () => {
    const { push, next, batches } = setUp(3);
    for (let at = 0; at < 3; at++) push(`child-${at}`, 'large');
    await next();
    push('other');
    const postponed = batches.at(-1)?.slice(1);
    expect(await next(postponed)).toEqual(['timer other', 'timer child-1', 'timer child-2']);
  });

  it('that there was no time for come next', async () => {
    const { push, next, batches } = setUp(2);
    for (const name of ['a', 'b', 'c']) push(name);
    await next();
    push('d', undefined, 'operate');
    expect(await next(batches.at(-1)?.slice(1))).toEqual(['operate d', 'timer b']);
  });

  it('of sagas whose states did not fit let others go first, and keep their order', async () => {
    const { push, next, batches } = setUp(4);
    for (const name of ['a', 'b', 'c', 'd', 'e']) push(name);
    await next();
    const postponed = batches.at(-1)?.slice(1);
    push('small');
    expect(await next(postponed, ['b', 'c', 'd'])).toEqual([
      'timer e',
      'timer small',
      'timer b',
      'timer c',
    ]);
  });

  it(
    'all go through, once, and those of a saga in order, whatever comes when',
    async () => {
      const arrivals = fc.array(
        fc.record({
          saga: fc.constantFrom('a', 'b', 'c'),
          family: fc.constantFrom(undefined, 'f', 'g'),
          type: fc.constantFrom<Kind>('timer', 'timer', 'operate'),
          isBatchDone: fc.boolean(),
          postponedCount: fc.nat(3),
          isUnread: fc.boolean(),
        }),
        { maxLength: 40 },
      );
      await assertProperty(
        fc.asyncProperty(arrivals, async (list) => {
          const pushed: PendingInput[] = [];
          const done: PendingInput[] = [];
          const { lane, next, batches } = setUp(3);
          const endBatch = async (postponedCount: number, isUnread = false) => {
            await settle();
            const batch = batches.at(-1) ?? [];
            const decided = Math.max(1, batch.length - postponedCount);
            done.push(...batch.slice(0, decided));
            const count = batches.length;
            const postponed = batch.slice(decided);
            await next(postponed, isUnread ? postponed.map(({ sagaId }) => sagaId) : []);
            return batches.length > count;
          };
          for (const { saga, family, type, isBatchDone, postponedCount, isUnread } of list) {
            const made = input(saga, family, type);
            pushed.push(made);
            lane.push(made);
            if (isBatchDone) await endBatch(postponedCount, isUnread);
          }
          while (await endBatch(0));
          expect(lane.isIdle).toBe(true);
          expect(new Set(done).size).toBe(pushed.length);
          for (const saga of ['a', 'b', 'c']) {
            const ofSaga = (all: readonly PendingInput[]) =>
              all.filter(({ sagaId }) => sagaId === saga);
            expect(ofSaga([...new Set(done)])).toEqual(ofSaga(pushed));
          }
        }),
        RUNS,
      );
    },
    propertyTimeMs(RUNS),
  );
});
