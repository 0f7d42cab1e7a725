import { pino } from 'pino';
import type { SagaState } from '#engine';
import { compile, SagaRun } from '#testing-sagas';
import { AtRestWaiter } from './at-rest-waiter.js';

const silent = pino({ enabled: false });
const LONG_MS = 60_000;

function waiterOver(findAtRest: (ids: readonly string[]) => Promise<readonly string[]>) {
  return new AtRestWaiter(findAtRest, silent, 1);
}

function stateOf(id: string): SagaState {
  const definition = compile({
    name: 'short',
    steps: [{ name: 'act', command: 'part.act', compensation: 'none' }],
  });
  return { ...new SagaRun(definition, {}).state, id };
}

const NOBODY = (): Promise<readonly string[]> => Promise.resolve([]);

describe('Waiting for a saga to come to rest', () => {
  it('ends when this replica sees it come to rest', async () => {
    const waiter = waiterOver(NOBODY);
    const waiting = Promise.all([waiter.wait('saga-1', LONG_MS), waiter.wait('saga-1', LONG_MS)]);
    const state = stateOf('saga-1');
    waiter.notify(state);
    expect(await waiting).toEqual([state, state]);
  });

  it('ends when another replica finished it, with one query for all waiters', async () => {
    const asked: (readonly string[])[] = [];
    const waiter = waiterOver((ids) => {
      asked.push(ids);
      return Promise.resolve(asked.length >= 3 ? ids : []);
    });
    await Promise.all([waiter.wait('saga-1', LONG_MS), waiter.wait('saga-2', LONG_MS)]);
    expect(asked).toEqual([
      ['saga-1', 'saga-2'],
      ['saga-1', 'saga-2'],
      ['saga-1', 'saga-2'],
    ]);
  });

  it('goes on asking when the database fails', async () => {
    let asked = 0;
    const waiter = waiterOver((ids) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(ids);
    });
    await waiter.wait('saga-1', LONG_MS);
    expect(asked).toBe(2);
  });

  it('writes ten lines at most while the database is away, and no stack', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    let asked = 0;
    const waiter = new AtRestWaiter(
      (ids) => (++asked <= 30 ? Promise.reject(new Error('away')) : Promise.resolve(ids)),
      logger,
      1,
    );
    await waiter.wait('saga-1', LONG_MS);
    expect(asked).toBe(31);
    expect(lines).toHaveLength(10);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ reason: 'Error: away' });
    expect(lines.join('')).not.toContain('stack');
  });

  it('ends when the time is up', async () => {
    await waiterOver(NOBODY).wait('saga-1', 1);
  });

  it('ends for everybody, now and later, when the server closes', async () => {
    const waiter = waiterOver(NOBODY);
    const waiting = waiter.wait('saga-1', LONG_MS);
    waiter.drain();
    await waiting;
    await waiter.wait('saga-2', LONG_MS);
  });
});
