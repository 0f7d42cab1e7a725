import { type SagaTransition, StepTimes } from './step-times.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2030, 0, 8);

/** A saga whose only step takes so long. */
function saga(sagaId: string, ms: number): readonly SagaTransition[] {
  const input = { type: 'timer' } as SagaTransition['input'];
  const issued = { type: 'command-issued', step: 'pay', direction: 'execute' };
  const succeeded = { type: 'step-succeeded', step: 'pay', by: 'reply' };
  return [issued, succeeded].map((event, place) => ({
    ...{ sagaId, version: place + 1, input, at: new Date(NOW - DAY_MS + place * ms) },
    events: [event] as unknown as SagaTransition['events'],
  }));
}

describe('StepTimes', () => {
  it('given a hundred sagas, when they are summed up, then p50 and p95 are told', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => saga(`s${at}`, (at + 1) * 10));
    const completedLately = () => Promise.resolve(rows.flat());
    const times = new StepTimes({ completedLately }, () => NOW);
    expect(await times.of('sale', 1)).toEqual({
      since: '2030-01-01T00:00:00.000Z',
      sagas: 100,
      steps: [{ step: 'pay', count: 100, p50Ms: 500, p95Ms: 950 }],
    });
  });

  it('given no saga completed, when they are summed up, then nothing is usual', async () => {
    const times = new StepTimes({ completedLately: () => Promise.resolve([]) }, () => NOW);
    expect(await times.of('sale', 1)).toMatchObject({ sagas: 0, steps: [] });
  });
});
