import { pino } from 'pino';
import type { OverviewQueries } from '#queries';
import type { BatchWrites } from '#ports';
import { begin, NOTHING } from '#testing-internal';
import { Metrics } from './metrics.js';

describe('The metrics of a conductor', () => {
  it('have no more series than definitions are counted by name', async () => {
    const metrics = new Metrics({} as OverviewQueries, pino({ level: 'silent' }));
    const { state } = begin();
    for (let number = 0; number < 1_000; number++) {
      const definition = { ...state.definition, name: `flood-${number}` };
      const starts = [{ state: { ...state, definition }, wakeAt: null }];
      metrics.observeBatch({ ...NOTHING, starts } as unknown as BatchWrites);
    }
    const text = await metrics.collect();
    const series = text.match(/^conductor_sagas_started_total\{.*$/gm) ?? [];
    expect(series).toHaveLength(201);
    expect(series.at(-1)).toBe('conductor_sagas_started_total{definition="_other"} 800');
  });
});
