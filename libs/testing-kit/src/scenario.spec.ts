import { readFileSync } from 'node:fs';
import { errs, isSilent, losesReplies, refuses, succeeds } from './answers.js';
import { scenario } from './scenario.js';

function example(name: string): unknown {
  return JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
}

const INPUT = { orderId: 'o-1', amount: 40, lines: [{ sku: 'lamp' }] };

describe('An order', () => {
  const order = scenario(example('order-with-gift'), {
    'payment.authorize': succeeds({ authorizationId: 'a-1' }),
    'shipping.ship': succeeds({ trackingId: 't-1' }),
  });

  it('is shipped when nobody says no', () => {
    order
      .when(INPUT)
      .thenEnds('completed')
      .thenSendsData('payment.capture', { authorizationId: 'a-1' })
      .thenGives({ trackingId: 't-1', isWrapped: false });
  });

  it('gives the stock back when the card is declined', () => {
    order
      .given('payment.authorize', refuses('CARD_DECLINED'))
      .when(INPUT)
      .thenEnds('compensated')
      .thenUndoes('reserveStock', 'createOrder');
  });

  it('wraps what is a gift', () => {
    const { saga } = order.when({ ...INPUT, gift: { text: 'Enjoy!' } }).thenEnds('completed');
    expect(saga.sent.map(({ command }) => command)).toContain('shipping.wrap');
  });

  it('outlives a lost reply and some trouble', () => {
    order
      .given('payment.capture', losesReplies())
      .given('shipping.ship', errs(3, { trackingId: 't-2' }))
      .when(INPUT)
      .thenEnds('completed')
      .thenUndoes()
      .thenGives({ trackingId: 't-2', isWrapped: false });
  });

  it('is taken back when the pivot had no effect, and asks first', () => {
    const { saga } = order.given('payment.capture', isSilent()).when(INPUT).thenEnds('compensated');
    expect(saga.sent.some(({ direction }) => direction === 'inquire')).toBe(true);
  });

  it('needs a person when it cannot be shipped, or cannot be undone', () => {
    order.given('shipping.ship', refuses()).when(INPUT).thenEnds('stuck').thenIsStuckOn('ship');
    order
      .given('payment.authorize', refuses())
      .given('shipping.release', isSilent())
      .when(INPUT)
      .thenEnds('stuck')
      .thenIsStuckOn('reserveStock');
  });

  it('refuses an input that does not fit', () => {
    expect(() => order.when({ orderId: 7 })).toThrow('the input does not fit');
  });
});

describe('A loan', () => {
  const loan = scenario(example('loan-approval'), {
    'scoring.score': succeeds({ score: 7 }),
    'contracts.sign': succeeds({ contractId: 'k-1' }),
  });
  const input = { loanId: 'l-1', customerId: 'c-1', amount: 5000 };

  it('is paid out once somebody approves it', () => {
    loan
      .givenSignal('decision', { approved: true, by: 'ann', rate: 0.04 })
      .when(input)
      .thenEnds('completed')
      .thenSendsData('contracts.sign', { loanId: 'l-1', approvedBy: 'ann', rate: 0.04 });
  });

  it('is taken back when somebody declines it', () => {
    loan
      .givenSignal('decision', { approved: false, by: 'bob' })
      .when(input)
      .thenEnds('compensated');
  });

  it('refuses a decision that does not fit, and says why', () => {
    expect(() => loan.givenSignal('decision', { approved: 'yes', by: 'bob' }).when(input)).toThrow(
      'the signal "decision" is refused: SIGNAL_PAYLOAD_INVALID',
    );
  });

  it('is taken back when nobody does within two days', () => {
    const { saga } = loan
      .when(input)
      .thenEnds('compensated')
      .thenUndoes('askForApproval', 'reserveFunds');
    expect(saga.takesMs).toBeGreaterThanOrEqual(2 * 86_400_000);
  });
});

describe('A loop that asks for a signal', () => {
  const reminders = scenario({
    name: 'reminders',
    steps: [
      {
        name: 'remind',
        command: 'mail.send',
        compensation: 'none',
        repeat: { until: '${signals.paid != null || iteration == 2}', interval: '7d' },
      },
    ],
  });

  it('goes on until its rounds are over, or ends when the signal is given', () => {
    const { saga } = reminders.given('mail.send', succeeds()).when({}).thenEnds('completed');
    expect(saga.sent).toHaveLength(3);
    const paid = reminders.given('mail.send', succeeds()).givenSignal('paid').when({});
    expect(paid.thenEnds('completed').saga.sent).toHaveLength(1);
  });

  it('refuses a signal that nobody asks for', () => {
    expect(() => reminders.givenSignal('payed')).toThrow('no step waits for the signal payed');
  });
});

describe('An order that tells of its price', () => {
  const order = scenario(
    {
      name: 'order',
      steps: [
        {
          name: 'tell',
          publish: { event: 'order.priced', data: { total: '${input.total}' } },
          compensation: { publish: { event: 'order.unpriced' } },
        },
        { name: 'pay', command: 'card.charge', compensation: 'none' },
      ],
    },
    {},
  );

  it('publishes it, and takes it back when nothing is paid', () => {
    const paid = order.when({ total: 12 }).thenEnds('completed');
    paid.thenPublishes('order.priced', { total: 12 });
    expect(paid.saga.published).toEqual([{ event: 'order.priced', data: { total: 12 } }]);
    order
      .given('card.charge', refuses('NO_MONEY'))
      .when({ total: 12 })
      .thenEnds('compensated')
      .thenPublishes('order.priced')
      .thenPublishes('order.unpriced', { total: 12 });
  });

  it('says what was published instead', () => {
    const paid = order.when({ total: 12 });
    expect(() => paid.thenPublishes('order.unpriced')).toThrow(
      'order.unpriced was not published: published were order.priced',
    );
    expect(() => paid.thenPublishes('order.priced', { total: 13 })).toThrow('13');
  });
});

describe('A subscription', () => {
  it('is charged once a day until it is paid', () => {
    const renewal = scenario(example('subscription-renewal'), {
      'subscriptions.renew': succeeds({ until: '2031-02-01' }),
    });
    let days = 0;
    renewal
      .given('billing.charge', () => {
        days += 1;
        return { type: 'succeeded', output: { isPaid: days === 3, paymentId: 'p-1' } };
      })
      .when({ subscriptionId: 's-1', endsAt: '2030-02-01T00:00:00Z', price: 9.5 })
      .thenEnds('completed')
      .thenGives({ renewedUntil: '2031-02-01' });
    expect(days).toBe(3);
  });
});

it('A definition that is not valid is told with all its faults', () => {
  expect(() => scenario({ name: 'X', steps: [] })).toThrow(/definition-name[\s\S]*steps-limit/);
});

it('An assertion that does not hold says what was instead', () => {
  const order = scenario(example('order-with-gift'));
  expect(() =>
    order.given('order.create', refuses('NO')).when(INPUT).thenEnds('completed'),
  ).toThrow('it is compensated (NO), not completed');
});
