import {
  offered,
  offeredAll,
  operatorAsks,
  sagaSpecification,
  started,
  succeeded,
  undone,
  type Arrival,
} from '#testing-sagas';
import { HOUR_MS, paid, settling, step } from './settling.fixture.js';

describe('What a step takes of the events with its key', () => {
  const given = sagaSpecification(settling({ where: "${data.status == 'OK'}" }));
  const at = (data: object, id: string) => ({ step: 'settled', data: { ...data }, id });

  it('is the first for which its `where` holds', () => {
    given(...paid)
      .when(offeredAll(at({ status: 'OPEN' }, 'a'), at({ status: 'OK', n: 1 }, 'b'), at({}, 'c')))
      .thenSends({ command: 'part.ship', data: { status: 'OK', n: 1 } });
  });

  it('is none while its `where` holds for none', () => {
    given(...paid)
      .when(offered('settled', { status: 'OPEN' }))
      .thenNothingHappens('nothing-due');
  });

  it('takes the saga back when its `where` cannot be evaluated: the event is meant for it', () => {
    const { saga } = given(...paid)
      .when(offered('settled', {}))
      .thenSends('part.unpay');
    expect(saga.error?.code).toBe('EXPRESSION_FAILED');
  });

  it('may depend on the saga', () => {
    sagaSpecification(settling({ where: '${data.amount >= input.amount}' }))(
      started({ amount: 40 }),
      succeeded('pay', { paymentId: 'p-1' }),
      offered('settled', { amount: 39 }, 'low'),
    )
      .when(offered('settled', { amount: 40 }, 'enough'))
      .thenSends({ command: 'part.ship', data: { amount: 40 } });
  });

  it('is no larger than a saga may keep', () => {
    const { saga } = sagaSpecification(settling())(...paid)
      .when(offered('settled', { text: 'x'.repeat(5 * 1024 * 1024) }))
      .thenSends('part.unpay');
    expect(saga.error?.code).toBe('OUTPUTS_TOO_LARGE');
  });
});

describe('An event to which another definition or version gives the same key', () => {
  it("is taken only if it has the key by the saga's own `eventKey`", () => {
    const given = sagaSpecification(settling());
    given(...paid)
      .when(offered('settled', { paymentId: 'p-2', orderId: 'p-1' }))
      .thenNothingHappens('nothing-due');
    given(...paid)
      .when(offered('settled', { paymentId: 'p-1' }))
      .thenSends('part.ship');
  });

  it('is not taken if it has none by that', () => {
    const given = sagaSpecification(settling({ eventKey: '${data.paymentId}' }));
    given(...paid)
      .when(offered('settled', { orderId: 'p-1' }))
      .thenNothingHappens('nothing-due');
  });
});

describe('An event that came before its saga waited', () => {
  const early =
    (ageMs: number): Arrival =>
    (saga) =>
      offered('settled', {}, 'early', saga.at - ageMs)(saga);

  it('is taken if it is not older than an hour, by default', () => {
    const given = sagaSpecification(settling());
    given(...paid)
      .when(early(HOUR_MS - 10))
      .thenSends('part.ship');
    given(...paid)
      .when(early(HOUR_MS + 10))
      .thenNothingHappens('nothing-due');
  });

  it('is taken if it is not older than the `eventTtl` of the definition', () => {
    const given = sagaSpecification(settling({}, { eventTtl: '2m' }));
    given(...paid)
      .when(early(119_000))
      .thenSends('part.ship');
    given(...paid)
      .when(early(121_000))
      .thenNothingHappens('nothing-due');
  });

  it('has the age that it had when the wait began', () => {
    sagaSpecification(settling())(...paid)
      .when((saga) => {
        const input = early(HOUR_MS - 10)(saga);
        return { ...input, at: saga.at + 5 * HOUR_MS } as typeof input;
      })
      .thenSends('part.ship');
  });
});

describe('A saga', () => {
  const twice = (name: string) => ({
    name,
    wait: { event: 'part.came', key: 'k', eventKey: 'k' },
  });
  const given = sagaSpecification({
    name: 'two-parts',
    steps: [
      twice('first'),
      twice('second'),
      step('act', {
        compensation: 'none',
        input: ['${steps.first.output}', '${steps.second.output}'],
      }),
    ],
  });

  it('takes two events with two steps that wait for the same, in order', () => {
    given(started(), offered('first', 1, 'a'))
      .when(offeredAll({ step: 'second', id: 'a', data: 1 }, { step: 'second', id: 'b', data: 2 }))
      .thenSends({ command: 'part.act', data: [1, 2] });
  });

  it('takes an event once', () => {
    given(started(), offered('first', 1, 'a'))
      .when(offered('second', 1, 'a'))
      .thenNothingHappens('nothing-due');
  });

  it('takes two events at once with two steps that wait side by side', () => {
    const beside = sagaSpecification({
      name: 'two-parts',
      steps: [twice('first'), { ...twice('second'), after: [] }],
      output: ['${steps.first.output}', '${steps.second.output}'],
    });
    const both = ['first', 'second'].flatMap((name) => [
      { step: name, id: 'a', data: 1 },
      { step: name, id: 'b', data: 2 },
    ]);
    beside(started())
      .when(offeredAll(...both))
      .andStatusIs('completed')
      .andOutputIs([1, 2]);
  });

  it('waits for another event when an operator takes it back to just before the wait', () => {
    const rewound = sagaSpecification({ name: 'again', steps: [twice('first'), step('reserve')] });
    const back = operatorAsks({ name: 'compensate', toStep: 'first' });
    const again = [started(), offered('first', 1, 'a'), back, undone('reserve')] as const;
    rewound(...again)
      .when(offered('first', 1, 'a'))
      .thenNothingHappens();
    rewound(...again)
      .when(offered('first', 2, 'b'))
      .thenSends('part.reserve');
  });
});
