import { errs, inIteration, isSilent, losesReplies, refuses, succeeds } from './answers.js';
import { scenario } from './scenario.js';

const report = scenario({
  name: 'report',
  steps: [
    { name: 'begin', command: 'export.begin', compensation: 'export.drop' },
    {
      name: 'poll',
      command: 'export.status',
      compensation: 'export.forget',
      repeat: { until: '${output.done}', interval: '10s', maxIterations: 3 },
    },
  ],
});
const unfinished = succeeds({ done: false });
const finished = succeeds({ done: true });

describe('A repeat under test', () => {
  it('runs out of rounds when its condition never holds', () => {
    const { saga } = report
      .given('poll', unfinished)
      .when(null)
      .thenEnds('compensated')
      .thenFailsWith('REPEAT_EXHAUSTED')
      .thenUndoes('poll', 'poll', 'poll', 'begin');
    expect(saga.takesMs).toBeGreaterThanOrEqual(20_000);
    expect(saga.takesMs).toBeLessThan(30_000);
  });

  it.each([
    ['is refused', refuses('GONE'), 'GONE'],
    ['fails', errs(), 'ERRORED'],
    ['is silent', isSilent(), 'TIMEOUT'],
  ])('goes back past the first round when a later one %s', (_, answer, code) => {
    report
      .given('poll', inIteration(1, answer, unfinished))
      .when(null)
      .thenEnds('compensated')
      .thenFailsWith(code)
      .thenUndoes('poll', 'begin');
  });

  it('goes on when the reply to a later round is lost', () => {
    report
      .given('poll', inIteration(1, losesReplies(1, { done: true }), unfinished))
      .when(null)
      .thenEnds('completed')
      .thenSends('export.begin', 'export.status', 'export.status', 'export.status');
  });

  it('loses no reply to the other rounds', () => {
    report
      .given('poll', inIteration(1, finished, losesReplies(1, { done: false })))
      .when(null)
      .thenEnds('completed')
      .thenSends('export.begin', 'export.status', 'export.status', 'export.status');
  });
});

it('One item of a list fails, and the others are undone', () => {
  scenario({
    name: 'packing',
    steps: [
      {
        name: 'pack',
        command: 'shop.pack',
        compensation: 'shop.unpack',
        forEach: { items: '${input}', maxParallel: 1 },
      },
    ],
  })
    .given('pack', inIteration(2, refuses('SOLD_OUT')))
    .when(['lamp', 'desk', 'chair', 'sofa'])
    .thenEnds('compensated')
    .thenFailsWith('SOLD_OUT')
    .thenUndoes('pack', 'pack');
});
