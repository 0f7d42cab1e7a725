import { ListGate } from './list-gate.js';

/** Statements that end when the test says so. */
function reader() {
  const ends: (() => void)[] = [];
  const query = <Result>(): Promise<Result> =>
    new Promise((resolve) => ends.push(() => resolve([] as Result)));
  return { query, ends };
}

describe('The gate for lists', () => {
  it('lets so many through at a time, and the next one when one has ended', async () => {
    const { query, ends } = reader();
    const gate = new ListGate({ query }, { runningMax: 2, waitingMax: 5 });
    const all = [1, 2, 3].map(() => gate.query('select'));
    expect(ends).toHaveLength(2);
    ends[0]?.();
    await all[0];
    expect(ends).toHaveLength(3);
    for (const end of ends) end();
    await Promise.all(all);
    const later = gate.query('select');
    expect(ends).toHaveLength(4);
    ends[3]?.();
    await later;
  });

  it('refuses at once when too many wait, and later when one waits too long', async () => {
    const { query, ends } = reader();
    const gate = new ListGate({ query }, { runningMax: 1, waitingMax: 1, patienceMs: 20 });
    const first = gate.query('select');
    const waiting = gate.query('select');
    await expect(gate.query('select')).rejects.toMatchObject({ code: 'LISTS_BUSY' });
    await expect(waiting).rejects.toMatchObject({ code: 'LISTS_BUSY' });
    ends[0]?.();
    await first;
    expect(ends).toHaveLength(1);
  });

  it('gives the place of a statement that failed to the next one', async () => {
    const fails = { query: () => Promise.reject(new Error('no such table')) };
    const gate = new ListGate(fails, { runningMax: 1 });
    for (const sql of ['select 1', 'select 2']) {
      await expect(gate.query(sql)).rejects.toThrow('no such table');
    }
  });
});
