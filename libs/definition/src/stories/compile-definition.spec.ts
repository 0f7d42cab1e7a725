import { compileDefinition } from '../compile/compile-definition.js';
import { commandsOf, compile, document, faultsOf, step } from './document.fixture.js';

/** The example of the contract. */
const ORDER_FULFILMENT = {
  name: 'order-fulfilment',
  description: 'Take an order, reserve stock, charge the customer, ship.',
  inputSchema: {
    type: 'object',
    required: ['orderId', 'amount'],
    properties: { orderId: { type: 'string' }, amount: { type: 'number' } },
  },
  deadline: '15m',
  locks: ['order:${input.orderId}'],
  steps: [
    {
      name: 'createOrder',
      command: 'order.create',
      compensation: 'order.reject',
      input: { orderId: '${input.orderId}', lines: '${input.lines}' },
    },
    {
      name: 'reserveStock',
      after: ['createOrder'],
      command: 'shipping.reserve',
      compensation: 'shipping.release',
      input: { orderId: '${input.orderId}', lines: '${input.lines}' },
    },
    {
      name: 'authorizePayment',
      after: ['createOrder'],
      command: 'payment.authorize',
      compensation: { command: 'payment.void', retry: { maxAttempts: 20 } },
      timeout: '5s',
      retry: {
        maxAttempts: 3,
        initialInterval: '200ms',
        backoffCoefficient: 2,
        maxInterval: '10s',
        jitter: 'full',
        nonRetryable: ['CARD_DECLINED'],
      },
      input: { orderId: '${input.orderId}', amount: '${input.amount}' },
    },
    {
      name: 'capturePayment',
      after: ['reserveStock', 'authorizePayment'],
      command: 'payment.capture',
      kind: 'pivot',
      input: { authorizationId: '${steps.authorizePayment.output.authorizationId}' },
    },
    {
      name: 'ship',
      command: 'shipping.ship',
      kind: 'retryable',
      input: { orderId: '${input.orderId}' },
    },
    {
      name: 'giftNote',
      command: 'shipping.gift-note',
      kind: 'retryable',
      when: '${has(input.gift)}',
      input: { text: '${input.gift.text}' },
    },
  ],
  output: { trackingId: '${steps.ship.output.trackingId}' },
};

const INPUT = { orderId: 'o-1', amount: 12.5, lines: [{ sku: 'lamp' }] };
const SCOPE = {
  input: INPUT,
  saga: { id: 's-1', key: null },
  steps: {
    authorizePayment: { output: { authorizationId: 'auth-1' }, status: 'succeeded' },
    ship: { output: { trackingId: 'track-1' }, status: 'succeeded' },
  },
};

describe('A definition is made ready to run', () => {
  const definition = compile(ORDER_FULFILMENT);

  it('keeps its `name`, takes the `version` it is stored under, and knows its `deadline`', () => {
    expect(definition).toMatchObject({
      name: 'order-fulfilment',
      version: 3,
      deadlineMs: 900_000,
    });
  });

  it('knows what each step comes `after`, and what comes after it, however far away', () => {
    const order = definition.steps.map(({ name, after, dependents }) => ({
      name,
      after,
      dependents,
    }));
    const past = ['capturePayment', 'ship', 'giftNote'];
    expect(order).toEqual([
      {
        name: 'createOrder',
        after: [],
        dependents: ['reserveStock', 'authorizePayment', ...past],
      },
      { name: 'reserveStock', after: ['createOrder'], dependents: past },
      { name: 'authorizePayment', after: ['createOrder'], dependents: past },
      {
        name: 'capturePayment',
        after: ['reserveStock', 'authorizePayment'],
        dependents: ['ship', 'giftNote'],
      },
      { name: 'ship', after: ['capturePayment'], dependents: ['giftNote'] },
      { name: 'giftNote', after: ['ship'], dependents: [] },
    ]);
  });

  it('knows its pivot by its `kind`, and each step by `name`', () => {
    expect(definition.pivot?.name).toBe('capturePayment');
    expect(definition.stepByName.get('ship')).toBe(definition.steps[4]);
  });

  it('knows by its `command` who does each step, and by its `compensation` who undoes it', () => {
    const payment = commandsOf(definition).find(({ name }) => name === 'authorizePayment');
    expect(payment).toMatchObject({ participant: 'payment', command: 'payment.authorize' });
    expect(payment?.compensation).toMatchObject({ command: 'payment.void', input: null });
  });

  it('maps each `input`, `when` and lock, and the `output`', () => {
    const [createOrder, , , capturePayment, , giftNote] = commandsOf(definition);
    expect(createOrder?.input(SCOPE)).toEqual({ orderId: 'o-1', lines: [{ sku: 'lamp' }] });
    expect(capturePayment?.input(SCOPE)).toEqual({ authorizationId: 'auth-1' });
    expect(giftNote?.when?.(SCOPE)).toBe(false);
    expect(giftNote?.when?.({ ...SCOPE, input: { gift: { text: 'Hi' } } })).toBe(true);
    expect(definition.output(SCOPE)).toEqual({ trackingId: 'track-1' });
    expect(definition.locks.map(({ key }) => key(SCOPE))).toEqual(['order:o-1']);
  });

  it('says by its `inputSchema` what is wrong with an input', () => {
    expect(definition.checkInput(INPUT)).toEqual([]);
    expect(definition.checkInput({ orderId: 7 }).map(({ path }) => path)).toEqual(['', '/orderId']);
  });
});

describe('A compensation works when no reply ever came', () => {
  it('its input may name what came before the step', () => {
    const compensation = { command: 'shop.undo', input: { of: '${steps.a.output.id}' } };
    const steps = [step('a'), step('b', { compensation })];
    const scope = { ...SCOPE, steps: { a: { output: { id: 7 }, status: 'succeeded' } } };
    const [, second] = commandsOf(compile(document({ steps })));
    expect(second?.compensation?.input?.(scope)).toEqual({ of: 7 });
  });

  it('its input may not name what the step itself answered', () => {
    const compensation = { command: 'shop.undo', input: { of: '${steps.b.output.id}' } };
    const steps = [step('a'), step('b', { compensation })];
    const path = '/steps/1/compensation/input/of';
    expect(faultsOf(document({ steps }))).toEqual([`expression-scope ${path}`]);
  });
});

describe('Everything that is wrong is said at once', () => {
  it('faults of all kinds, each with its place and its rule', () => {
    const posted = {
      name: 'Sale',
      mode: 'x',
      steps: [
        { name: 'a', command: 'shop', compensation: 'none' },
        { name: 'b', command: 'shop.b', after: ['c'], timeout: 'soon' },
        step('c', { after: ['b', 'x'], input: '${input.}', colour: 'red' }),
      ],
    };
    expect(faultsOf(posted)).toEqual([
      'definition-name /name',
      'choice /mode',
      'command-name /steps/0/command',
      'duration /steps/1/timeout',
      'unknown-field /steps/2/colour',
      'compensation-required /steps/1/compensation',
      'unknown-after /steps/2/after/1',
      'graph-cycle /steps/2/after',
      'expression-syntax /steps/2/input',
    ]);
  });

  it('a thousand faults at most, whatever is posted', () => {
    const flood = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`x${at}`, 0]));
    expect(faultsOf(document(flood))).toHaveLength(1000);
  });

  it('the document itself is left as it was', () => {
    const posted = structuredClone(ORDER_FULFILMENT);
    compileDefinition(posted, 1);
    expect(posted).toEqual(ORDER_FULFILMENT);
  });
});
