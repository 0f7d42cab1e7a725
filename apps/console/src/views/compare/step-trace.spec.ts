import { tracesOf, type HistoryEntry } from './step-trace.js';

type Saga = Parameters<typeof tracesOf>[0];

function entry(second: number, ...events: readonly object[]): HistoryEntry {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  return { version: second, at, events, input: {}, ignored: null } as unknown as HistoryEntry;
}

function step(name: string, status: string, iterations: readonly object[] = []): object {
  const attempts = { execute: 1, compensate: 0, inquire: 0 };
  return { name, status, attempts, iterations, output: null, error: null };
}

describe('What became of the steps of a saga', () => {
  it('is told by its history: what went in, in which order, and for how long', () => {
    const saga = {
      steps: [
        step('pay', 'succeeded'),
        step('count', 'iterating', [step('count[0]', 'executing')]),
        step('ask', 'succeeded'),
        step('mail', 'pending'),
      ],
    } as unknown as Saga;
    const traces = tracesOf(saga, [
      entry(1, { type: 'wait-opened', step: 'ask' }),
      entry(2, { type: 'command-issued', step: 'pay', attempt: 1, data: { sum: 1 } }),
      entry(4, { type: 'attempt-failed', step: 'pay' }, { type: 'saga-resumed' }),
      entry(5, { type: 'command-issued', step: 'pay', attempt: 2 }),
      entry(7, { type: 'step-succeeded', step: 'pay', output: null }),
      entry(8, { type: 'iterations-opened', step: 'count', items: [{ data: { item: 'a' } }] }),
      entry(8, { type: 'command-issued', step: 'count[0]' }),
      entry(9, { type: 'signal-taken', step: 'ask' }),
      entry(20, { type: 'step-stuck', step: 'pay' }),
    ]);
    expect(
      traces.map(({ name, place, durationMs, input }) => [name, place, durationMs, input]),
    ).toEqual([
      ['pay', 2, 5000, { sum: 1 }],
      ['count', 3, null, undefined],
      ['count[0]', 4, null, { item: 'a' }],
      ['ask', 1, 8000, undefined],
      ['mail', null, null, undefined],
    ]);
  });
});
