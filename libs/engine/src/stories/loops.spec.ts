import type { JsonValue } from '#protocol';
import {
  errored,
  nothingToUndo,
  operatorAsks,
  refused,
  sagaSpecification,
  started,
  succeeded,
  timerOf,
  undone,
  type Arrival,
} from '#testing-sagas';

function step(name: string, more: object = {}) {
  return { name, command: `part.${name}`, compensation: `part.un${name}`, ...more };
}

/** A parcel for each line of an order. */
function orderOf(maxParallel: number, more: object = {}) {
  return sagaSpecification({
    name: 'marketplace',
    steps: [
      step('order'),
      step('reserve', {
        forEach: { items: '${input.lines}', as: 'line', maxParallel },
        input: { sku: '${line.sku}', place: '${index}' },
        ...more,
      }),
      { name: 'pay', command: 'part.pay', kind: 'pivot', input: '${steps.reserve.output}' },
    ],
  });
}

const lines = (...skus: string[]): JsonValue => ({ lines: skus.map((sku) => ({ sku })) });
const begun = (...skus: string[]): readonly Arrival[] => [
  started(lines(...skus)),
  succeeded('order'),
];

describe('A step for each item of a list', () => {
  it('`forEach`: sends a command for each, under keys of their own', () => {
    orderOf(8)(started(lines('lamp', 'book')))
      .when(succeeded('order'))
      .thenSends(
        { command: 'part.reserve', step: 'reserve', iteration: 0, data: { sku: 'lamp', place: 0 } },
        { command: 'part.reserve', step: 'reserve', iteration: 1, data: { sku: 'book', place: 1 } },
      )
      .andStepIs('reserve', 'iterating')
      .andStepIs('reserve[0]', 'executing');
  });

  it('`maxParallel`: has at most so many in flight', () => {
    const given = orderOf(2);
    given(started(lines('a', 'b', 'c')))
      .when(succeeded('order'))
      .thenSends('part.reserve', 'part.reserve');
    given(...begun('a', 'b', 'c'))
      .when(succeeded('reserve[1]', 'B'))
      .thenSends({ command: 'part.reserve', iteration: 2, data: { sku: 'c', place: 2 } });
  });

  it('gives as `output` the outputs in the order of the items, not of the replies', () => {
    orderOf(8)(...begun('a', 'b'), succeeded('reserve[1]', 'B'))
      .when(succeeded('reserve[0]', 'A'))
      .thenSends({ command: 'part.pay', data: ['A', 'B'] })
      .andStepIs('reserve', 'succeeded');
  });

  it('is done at once when the list is empty', () => {
    orderOf(8)(started(lines()))
      .when(succeeded('order'))
      .thenSends({ command: 'part.pay', data: [] });
  });

  it('takes everything back when one item is refused, also what is in flight', () => {
    orderOf(8)(...begun('a', 'b', 'c'), succeeded('reserve[0]'))
      .when(refused('reserve[1]', 'OUT_OF_STOCK'))
      .thenSends(
        { command: 'part.unreserve', iteration: 2 },
        { command: 'part.unreserve', iteration: 1 },
        { command: 'part.unreserve', iteration: 0 },
      )
      .andStatusIs('compensating');
  });

  it('undoes the step before it once all of its items are undone', () => {
    const failed = [...begun('a', 'b'), refused('reserve[0]')];
    orderOf(8)(...failed, undone('reserve[1]'))
      .when(nothingToUndo('reserve[0]'))
      .thenSends('part.unorder')
      .andStepIs('reserve', 'compensated');
  });

  it('undoes no more at once than it would do at once', () => {
    orderOf(1)(
      ...begun('a', 'b', 'c'),
      succeeded('reserve[0]'),
      succeeded('reserve[1]'),
      refused('reserve[2]'),
      undone('reserve[2]'),
    )
      .when(undone('reserve[1]'))
      .thenSends({ command: 'part.unreserve', iteration: 0 });
  });

  it('sends nothing for items that were not reached', () => {
    orderOf(1)(...begun('a', 'b'))
      .when(refused('reserve[0]'))
      .thenSends({ command: 'part.unreserve', iteration: 0 })
      .andStepIs('reserve[1]', 'pending');
  });

  it('takes the saga back when its `items` are no list, or more than 1,000', () => {
    const { saga } = orderOf(8)(started({ lines: 'lamp' }))
      .when(succeeded('order'))
      .thenSends('part.unorder');
    expect(saga.error?.code).toBe('FOR_EACH_NO_LIST');
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ sku: `${index}` }));
    const { saga: long } = orderOf(8)(started({ lines: tooMany }))
      .when(succeeded('order'))
      .thenSends('part.unorder');
    expect(long.error?.code).toBe('FOR_EACH_TOO_LONG');
  });

  it('takes a thousand items to their end', () => {
    const skus = Array.from({ length: 1000 }, (_, index) => `sku-${index}`);
    const replies = skus.slice(0, -1).map((_, index) => succeeded(`reserve[${index}]`, index));
    const { decision } = orderOf(64)(...begun(...skus), ...replies)
      .when(succeeded('reserve[999]', 999))
      .thenSends('part.pay');
    expect(decision).toMatchObject({ commands: [{ data: skus.map((_, index) => index) }] });
  });

  it('gives the `input` of a `compensation` the item by its `as` name, and its `index`', () => {
    const compensation = { command: 'part.unreserve', input: '${line.sku} at ${index}' };
    orderOf(8, { compensation })(...begun('a', 'b'), succeeded('reserve[0]'))
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ iteration: 1, data: 'b at 1' }, { iteration: 0, data: 'a at 0' });
  });

  it('starts over under new keys after an operator took the saga back to it', () => {
    orderOf(8)(
      ...begun('a'),
      errored('reserve[0]'),
      operatorAsks({ name: 'compensate', toStep: 'reserve' }),
    )
      .when(undone('reserve[0]'))
      .thenSends({ command: 'part.reserve', iteration: 1, data: { sku: 'a', place: 0 } })
      .andStatusIs('running');
  });

  it('ignores replies to keys that it left behind', () => {
    orderOf(8)(
      ...begun('a'),
      operatorAsks({ name: 'compensate', toStep: 'reserve' }),
      undone('reserve[0]'),
    )
      .when(succeeded('reserve[0]', {}, { iteration: 0 }))
      .thenNothingHappens('superseded-iteration');
  });
});

describe('Items past the pivot', () => {
  const given = sagaSpecification({
    name: 'shipping',
    steps: [
      { name: 'pay', command: 'part.pay', kind: 'pivot' },
      {
        name: 'ship',
        command: 'part.ship',
        kind: 'retryable',
        forEach: { items: '${input}', as: 'parcel' },
        input: '${parcel}',
      },
    ],
  });
  const refusedOne = [started([7, 8]), succeeded('pay'), refused('ship[0]')] as const;

  it('need a person each, and do not stop the others', () => {
    given(started([7, 8]), succeeded('pay'))
      .when(refused('ship[0]'))
      .thenSends()
      .andStatusIs('stuck')
      .andStepIs('ship[0]', 'stuck')
      .andStepIs('ship[1]', 'executing');
  });

  it('can be retried one by one', () => {
    given(...refusedOne)
      .when(operatorAsks({ name: 'retry', step: 'ship[0]' }))
      .thenSends({ iteration: 0, attempt: 2, data: 7 });
  });

  it('can be retried with another input, under a key that no other has', () => {
    given(...refusedOne, operatorAsks({ name: 'retry', step: 'ship[0]', input: 9 }))
      .when(refused('ship[0]', 'FENCED', { direction: 'inquire' }))
      .thenSends({ direction: 'execute', iteration: 2, data: 9 });
  });

  it('can be skipped with an output', () => {
    given(...refusedOne, succeeded('ship[1]', 'B'))
      .when(operatorAsks({ name: 'skip', step: 'ship[0]', output: 'A' }))
      .thenSends()
      .andStatusIs('completed')
      .andStepIs('ship', 'succeeded');
  });
});

describe('A step that is repeated', () => {
  const polling = (more: object = {}) =>
    sagaSpecification({
      name: 'export',
      steps: [
        step('poll', {
          repeat: { until: "${output.status == 'DONE'}", interval: '10s', maxIterations: 3 },
          ...more,
        }),
        { name: 'use', command: 'part.use', kind: 'pivot', input: '${steps.poll.output}' },
      ],
    });
  const given = polling();
  const busy = (index: number): readonly Arrival[] => [
    succeeded(`poll[${index}]`, { status: 'BUSY' }),
    timerOf('poll'),
  ];

  it('`until`: ends with the `output` of which its condition holds', () => {
    given(started())
      .when(succeeded('poll[0]', { status: 'DONE' }))
      .thenSends({ command: 'part.use', data: { status: 'DONE' } })
      .andStepIs('poll', 'succeeded');
  });

  it('`interval`: is done again after it, under a key of its own', () => {
    given(started())
      .when(succeeded('poll[0]', { status: 'BUSY' }))
      .thenSends()
      .andStepIs('poll', 'waiting')
      .andNextTimerIsIn(10_000);
    given(started(), succeeded('poll[0]', { status: 'BUSY' }))
      .when(timerOf('poll'))
      .thenSends({ command: 'part.poll', iteration: 1, attempt: 1 });
  });

  it('`maxIterations`: takes the saga back after the last one, the newest first', () => {
    const { saga } = given(started(), ...busy(0), ...busy(1))
      .when(succeeded('poll[2]', { status: 'BUSY' }))
      .thenSends({ command: 'part.unpoll', iteration: 2 });
    expect(saga.error?.code).toBe('REPEAT_EXHAUSTED');
    given(started(), ...busy(0), ...busy(1), succeeded('poll[2]', { status: 'BUSY' }))
      .when(undone('poll[2]'))
      .thenSends({ command: 'part.unpoll', iteration: 1 });
  });

  it('undoes every iteration when the saga is cancelled between two', () => {
    given(started(), succeeded('poll[0]', { status: 'BUSY' }))
      .when(operatorAsks({ name: 'cancel' }))
      .thenSends({ command: 'part.unpoll', iteration: 0 })
      .andNextTimerIsIn(30_000);
  });

  it('takes the saga back when its condition cannot be evaluated', () => {
    const { saga } = polling({ repeat: { until: '${output.status}' } })(started())
      .when(succeeded('poll[0]', { status: 'BUSY' }))
      .thenSends('part.unpoll');
    expect(saga.error?.code).toBe('EXPRESSION_FAILED');
  });

  it('goes on as before when an operator retries it past the pivot', () => {
    const waiting = sagaSpecification({
      name: 'delivery',
      steps: [
        { name: 'pay', command: 'part.pay', kind: 'pivot' },
        {
          name: 'track',
          command: 'part.track',
          kind: 'retryable',
          repeat: { until: '${output == 1}', interval: '1h', maxIterations: 1 },
        },
      ],
    });
    waiting(started(), succeeded('pay'))
      .when(succeeded('track[0]', 0))
      .thenSends()
      .andStatusIs('stuck');
    waiting(started(), succeeded('pay'), succeeded('track[0]', 0))
      .when(operatorAsks({ name: 'retry' }))
      .thenSends({ command: 'part.track', iteration: 1 })
      .andStatusIs('running');
  });
});
