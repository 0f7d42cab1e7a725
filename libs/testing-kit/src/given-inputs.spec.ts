import { refuses, succeeds } from './answers.js';
import { scenario } from './scenario.js';

/* What a test gives beside the answers to commands: steps, events, triggers, a cancel. */

const hold = (name: string, more: object = {}) => ({
  name,
  command: 'card.hold',
  compensation: 'card.release',
  ...more,
});

const UNDONE = { type: 'succeeded', output: { result: 'undone' } } as const;

describe('A step is answered by its name', () => {
  const twice = scenario({ name: 'pay', steps: [hold('first'), hold('second')] });

  it('wherever else its command is sent', () => {
    twice.given('second', refuses('LIMIT')).when({}).thenEnds('compensated').thenUndoes('first');
    twice
      .given('card.hold', refuses('LIMIT'))
      .given('first', succeeds())
      .when({})
      .thenFailsWith('LIMIT')
      .thenUndoes('first');
  });

  it('and its compensation is answered as the command it is', () => {
    twice
      .given('second', refuses())
      .given('first', succeeds())
      .given('card.release', ({ step }) => (step === 'first' ? null : UNDONE))
      .when({})
      .thenIsStuckOn('first');
  });

  it('and an answer knows which iteration of a loop is asked for', () => {
    const loop = hold('each', { forEach: { items: '${[5, 6, 7]}' }, input: '${item}' });
    const asked: unknown[] = [];
    scenario({ name: 'pay', steps: [loop] })
      .given('each', ({ iteration, data }) => {
        asked.push([iteration, data]);
        return { type: 'succeeded', output: iteration };
      })
      .when({})
      .thenEnds('completed');
    expect(asked).toEqual([
      [0, 5],
      [1, 6],
      [2, 7],
    ]);
  });
});

describe('A saga is started by its trigger', () => {
  const order = scenario({
    name: 'order',
    trigger: { event: 'order.placed', key: '${data.id}', input: '${data}' },
    inputSchema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    steps: [hold('pay', { input: { id: '${input.id}', key: '${saga.key}' } })],
  });

  it('with the key and the input that it maps', () => {
    order.whenTriggered({ id: 'o-1' }).thenSendsData('card.hold', { id: 'o-1', key: 'o-1' });
  });

  it.each([
    ['its key cannot be mapped', {}, 'the event starts nothing: EXPRESSION_FAILED'],
    ['the input does not fit', { id: 7 }, 'the input does not fit: /id'],
  ])('or the test fails: %s', (_why, data, message) => {
    expect(() => order.whenTriggered(data)).toThrow(message);
  });

  it('or the test fails: there is none', () => {
    const plain = scenario({ name: 'pay', steps: [hold('pay')] });
    expect(() => plain.whenTriggered({})).toThrow('the definition has no trigger');
  });
});

describe('An event of a service is given', () => {
  const wait = {
    event: 'payment.settled',
    key: '${steps.pay.output.id}',
    eventKey: '${data.id}',
    where: '${data.ok}',
    timeout: '1d',
  };
  const settled = scenario(
    {
      name: 'order',
      steps: [hold('pay'), { name: 'settle', wait }],
      output: '${steps.settle.output}',
    },
    { 'card.hold': succeeds({ id: 'p-1' }) },
  );

  it('to the step that waits for it under its key', () => {
    settled
      .givenEvent('payment.settled', { id: 'p-2', ok: true })
      .givenEvent('payment.settled', { id: 'p-1', ok: false })
      .givenEvent('payment.settled', { id: 'p-1', ok: true, by: 'bank' })
      .when({})
      .thenEnds('completed')
      .thenGives({ id: 'p-1', ok: true, by: 'bank' });
  });

  it('and when none fits, the wait ends by its timeout', () => {
    const { saga } = settled
      .givenEvent('payment.settled', { id: 'p-2', ok: true })
      .when({})
      .thenEnds('compensated')
      .thenUndoes('pay');
    expect(saga.takesMs).toBeGreaterThanOrEqual(86_400_000);
  });

  it('and must be one that a step waits for', () => {
    expect(() => settled.givenEvent('payment.paid')).toThrow(
      'no step waits for the event payment.paid: they wait for payment.settled',
    );
  });
});

describe('A saga is cancelled', () => {
  const order = scenario({ name: 'order', steps: [hold('pay'), hold('insure')] });

  it('after a step, and takes back what was sent by then', () => {
    const { saga } = order.givenCancelAfter('pay').when({}).thenEnds('compensated');
    expect([saga.error, saga.undone]).toEqual([null, ['insure', 'pay']]);
  });

  it('and the step must be there', () => {
    expect(() => order.givenCancelAfter('ship')).toThrow('no step ship: it has pay, insure');
  });
});

describe('What became of steps', () => {
  const order = scenario({
    name: 'order',
    steps: [
      hold('card', { catch: ['CARD_DECLINED'] }),
      { name: 'vip', when: '${input.vip}', end: { output: 'for free' } },
      {
        name: 'poor',
        when: '${steps.card.status == "caught" && !input.bank}',
        fail: { code: 'POOR' },
      },
      { ...hold('bank', { when: '${steps.card.status == "caught"}' }), command: 'card.debit' },
    ],
    output: '${steps.bank.status}',
  });
  const declined = order.given('card', refuses('CARD_DECLINED'));

  it('is told: caught, and another way was gone', () => {
    const ended = declined.when({ vip: false, bank: true }).thenEnds('completed');
    ended.thenCatches('card').thenSkips('vip', 'poor').thenGives('succeeded');
  });

  it('is told: the saga failed on its data', () => {
    declined.when({ vip: false, bank: false }).thenEnds('compensated').thenFailsWith('POOR');
  });

  it('is told: the saga ended early', () => {
    const ended = order.when({ vip: true, bank: false }).thenEnds('completed');
    ended.thenSkips('poor', 'bank').thenCatches().thenGives('for free');
  });
});
