import type { JsonValue } from '#protocol';
import {
  nothingToUndo,
  operatorAsks,
  refused,
  sagaSpecification,
  signalled,
  started,
  succeeded,
  timerOf,
  undone,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: 'none', ...more };
}

const PAGES = {
  name: 'import',
  steps: [
    step('page', {
      compensation: { command: 'part.unpage', input: { of: '${iteration}', at: '${previous}' } },
      input: { token: '${coalesce(previous.next, "first")}', number: '${iteration}' },
      repeat: { until: '${!has(output.next)}', interval: '10s', maxIterations: 3, collect: true },
    }),
    step('close', { input: '${steps.page.output}' }),
  ],
};

describe('A `repeat` whose rounds follow from one another', () => {
  const given = sagaSpecification(PAGES);
  const second = [started(), succeeded('page[0]', { next: 'b' }), timerOf('page')] as const;

  it('shows `previous` as null and `iteration` as 0 to the first round', () => {
    given()
      .when(started())
      .thenSends({ command: 'part.page', data: { token: 'first', number: 0 } });
  });

  it('shows the last output and the number of the round to each later one', () => {
    given(started(), succeeded('page[0]', { next: 'b' }))
      .when(timerOf('page'))
      .thenSends({ command: 'part.page', data: { token: 'b', number: 1 } });
  });

  it('gives the list of all outputs with `collect`', () => {
    given(...second)
      .when(succeeded('page[1]', { last: true }))
      .thenSends({ command: 'part.close', data: [{ next: 'b' }, { last: true }] });
  });

  it('shows the same to the compensation of a round', () => {
    given(...second)
      .when(refused('page[1]'))
      .thenSends({ command: 'part.unpage', data: { of: 1, at: { next: 'b' } } });
    given(...second, refused('page[1]'))
      .when(nothingToUndo('page[1]'))
      .thenSends({ command: 'part.unpage', data: { of: 0, at: null } });
  });

  it('begins anew after a rewind: `previous` null, `iteration` 0', () => {
    given(
      ...second,
      succeeded('page[1]', { last: true }),
      operatorAsks({ name: 'compensate', toStep: 'page' }),
      undone('close'),
      undone('page[1]'),
    )
      .when(undone('page[0]'))
      .thenSends({ command: 'part.page', iteration: 2, data: { token: 'first', number: 0 } });
  });

  it('shows `iteration` to `until`, so that a number of rounds can end it', () => {
    const thrice = sagaSpecification({
      name: 'thrice',
      steps: [step('ping', { repeat: { until: '${iteration == 2}', interval: '1s' } })],
    });
    thrice(
      started(),
      ...[0, 1].flatMap((index) => [succeeded(`ping[${index}]`), timerOf('ping')] as const),
    )
      .when(succeeded('ping[2]'))
      .thenSends()
      .andStatusIs('completed');
  });

  it('takes the saga back before the pivot when the list is more than it may keep', () => {
    const large = { next: 'x'.repeat(900_000) };
    const input = { all: '${input.all}', number: '${iteration}' };
    const repeat = { until: '${iteration == 3}', interval: '10s', collect: true };
    const heavy = sagaSpecification({
      name: 'heavy',
      steps: [{ ...PAGES.steps[0], input, repeat }],
    });
    const rounds = [0, 1, 2].flatMap((index) => [
      succeeded(`page[${index}]`, large),
      timerOf('page'),
    ]);
    const { saga } = heavy(started({ all: 'y'.repeat(700_000) }), ...rounds)
      .when(succeeded('page[3]', large))
      .thenSends('part.unpage')
      .andStatusIs('compensating');
    expect(saga.error?.code).toBe('OUTPUTS_TOO_LARGE');
  });

  it('is bounded when it collects a thousand large outputs: stuck past the pivot', () => {
    const past = sagaSpecification({
      name: 'past',
      steps: [
        step('pay', { kind: 'pivot' }),
        {
          ...step('page', { kind: 'retryable' }),
          repeat: { until: '${false}', interval: '1s', maxIterations: 1000, collect: true },
        },
      ],
    });
    const run = past(started(), succeeded('pay'));
    const large = 'x'.repeat(64 * 1024);
    let rounds = 0;
    let last = run.when(succeeded('page[0]', large));
    while (last.saga.status === 'running' && rounds < 1000) {
      run.when(timerOf('page'));
      rounds += 1;
      last = run.when(succeeded(`page[${rounds}]`, large));
    }
    expect(rounds).toBe(63);
    expect(last.saga).toMatchObject({ status: 'stuck', error: { code: 'OUTPUTS_TOO_LARGE' } });
  });
});

describe('A `repeat` that asks for a signal', () => {
  const polling = (until: string, more: object = {}) =>
    sagaSpecification({
      name: 'polling',
      steps: [step('poll', { repeat: { until, interval: '10s', maxIterations: 2, ...more } })],
    });
  const given = polling('${signals.stop != null}', { collect: true });
  const asleep = [started(), succeeded('poll[0]', 1)] as const;

  it('is ended at once by one that comes during the interval', () => {
    given(...asleep)
      .when(signalled('stop'))
      .thenSends()
      .andStatusIs('completed')
      .andStepIs('poll', 'succeeded');
  });

  it('is ended after the round under way by one that comes meanwhile, or came before', () => {
    given(started()).when(signalled('stop')).thenSends().andStepIs('poll', 'iterating');
    given(started(), signalled('stop'))
      .when(succeeded('poll[0]', 1))
      .thenSends()
      .andStatusIs('completed');
    const later = sagaSpecification({
      name: 'later',
      steps: [step('ask'), step('poll', { repeat: { until: '${signals.stop != null}' } })],
    });
    later(started(), signalled('stop'), succeeded('ask'))
      .when(succeeded('poll[0]'))
      .thenSends()
      .andStatusIs('completed');
  });

  it('sees the newest payload, and sleeps on when its condition does not hold', () => {
    const level = polling('${coalesce(signals.level, 0) > 5}');
    level(...asleep)
      .when(signalled('level', 3, 'a'))
      .thenSends()
      .andStepIs('poll', 'waiting')
      .andNextTimerIsIn(10_000 - 1);
    level(...asleep, signalled('level', 3, 'a'))
      .when(signalled('level', 7, 'b'))
      .thenSends()
      .andStatusIs('completed');
    level(...asleep, signalled('level', 3, 'a'), timerOf('poll'), signalled('level', 9, 'b'))
      .when(signalled('level', 4, 'c'))
      .thenSends()
      .andStepIs('poll', 'iterating');
  });

  it('can tell a signal without a payload from none', () => {
    given(...asleep)
      .when(signalled('stop', null))
      .thenSends()
      .andStatusIs('completed');
  });

  it('keeps only the newest payload, and knows the last hundred ids', () => {
    const run = polling('${signals.level == 0}')(...asleep);
    const payloads: JsonValue[] = Array.from({ length: 1100 }, (_, index) => [
      index,
      'x'.repeat(1000),
    ]);
    payloads.forEach((payload, index) => run.when(signalled('level', payload, `s-${index}`)));
    run
      .when(signalled('level', payloads[1050] ?? null, 's-1050'))
      .thenNothingHappens('known-signal');
    const { saga } = run
      .when(signalled('level', 0, 'last'))
      .thenSends()
      .andStatusIs('completed');
    expect(saga.signals).toHaveLength(101);
    expect(saga.kept.all).toBeLessThan(1000);
  });

  it('is not asked for any more once it is done', () => {
    const two = sagaSpecification({
      name: 'two',
      steps: [step('poll', { repeat: { until: '${signals.stop != null}' } }), step('after')],
    });
    two(started(), signalled('stop', {}, 'a'), succeeded('poll[0]'))
      .when(signalled('stop', {}, 'b'))
      .thenIsRejected('SIGNAL_NOT_EXPECTED');
  });

  it('leaves a signal to a step that waits for the same name, and supersedes none then', () => {
    const both = sagaSpecification({
      name: 'both',
      steps: [
        step('poll', { repeat: { until: '${iteration == 0 && signals.go == 2}' } }),
        { name: 'first', wait: { signal: 'go' } },
        { name: 'second', wait: { signal: 'go' } },
        step('act', { input: ['${steps.first.output}', '${steps.second.output}'] }),
      ],
    });
    both(started(), signalled('go', 1, 'a'), signalled('go', 2, 'b'))
      .when(succeeded('poll[0]'))
      .thenSends({ command: 'part.act', data: [1, 2] });
  });

  it('fails when its condition cannot be evaluated with the signal', () => {
    const { saga } = polling('${signals.level.value > 5}')(
      started(),
      signalled('level', { value: 1 }, 'a'),
      succeeded('poll[0]'),
    )
      .when(signalled('level', { value: 'high' }, 'b'))
      .thenSends()
      .andStatusIs('compensated');
    expect(saga.error?.code).toBe('EXPRESSION_FAILED');
  });
});

describe('A `repeat` past the pivot that is out of rounds', () => {
  const given = sagaSpecification({
    name: 'delivery',
    steps: [
      step('pay', { kind: 'pivot' }),
      {
        ...step('track', { kind: 'retryable', input: { round: '${iteration}' } }),
        repeat: { until: '${signals.arrived != null}', interval: '1s', maxIterations: 2 },
      },
    ],
  });
  const stuck = [
    started(),
    succeeded('pay'),
    succeeded('track[0]'),
    timerOf('track'),
    succeeded('track[1]'),
  ] as const;

  it('goes on counting `iteration` when an operator retries it', () => {
    given(...stuck)
      .when(operatorAsks({ name: 'retry' }))
      .thenSends({ command: 'part.track', data: { round: 2 } });
  });

  it('is ended by the signal while it is stuck, as a wait is', () => {
    given(...stuck)
      .when(signalled('arrived'))
      .thenSends()
      .andStatusIs('completed');
  });
});
