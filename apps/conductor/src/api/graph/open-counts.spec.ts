import { jest } from '@jest/globals';
import type { OpenSagaQueries } from '#queries';
import { OpenCounts } from './open-counts.js';

beforeEach(() => void jest.useFakeTimers());

afterEach(() => void jest.useRealTimers());

/** Counting takes a second: an answer is kept for twenty. */
function slowQueries(): OpenSagaQueries {
  const count = () => {
    jest.advanceTimersByTime(1_000);
    return Promise.resolve([]);
  };
  return { countVersions: count, countSteps: count } as unknown as OpenSagaQueries;
}

describe('OpenCounts', () => {
  it('given totals that are kept, when steps are counted, then both are as old', async () => {
    const counts = new OpenCounts(slowQueries());
    const { countedAt } = await counts.ofDefinition('place-order');
    jest.advanceTimersByTime(5_000);
    expect((await counts.ofVersion('place-order', 1)).countedAt).toBe(countedAt);
  });
});
