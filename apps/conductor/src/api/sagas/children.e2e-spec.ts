import { eventually } from '#testing-internal';
import {
  ConductorStack,
  isSilent,
  refuses,
  type ParticipantCall,
} from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;

const PARCEL = {
  name: 'ship-parcel',
  inputSchema: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } },
  steps: [
    { name: 'pack', command: 'shipping.pack', compensation: 'shipping.unpack' },
    { name: 'send', command: 'shipping.send', compensation: 'shipping.recall' },
  ],
  output: { sentTo: '${input.to}' },
};
const ORDER = {
  name: 'order',
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.reject' },
    {
      name: 'parcels',
      saga: { definition: 'ship-parcel' },
      forEach: { items: '${input.places}', as: 'place', maxParallel: 2 },
      input: { to: '${place}' },
    },
    { name: 'pay', command: 'payment.take', kind: 'pivot' },
  ],
  output: { parcels: '${steps.parcels.output}' },
};

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [PARCEL, ORDER]) await stack.call('POST', '/v1/definitions', { body });
});

beforeEach(() => stack.script.clear());

afterAll(() => stack.close());

async function order(places: readonly unknown[]): Promise<Json> {
  const body = { definition: 'order', input: { places }, key: `o-${places.length}` };
  const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', { body });
  return saga;
}

async function show(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}`)).body;
}

function act(id: string, action: string, more: object = {}) {
  const body = { reason: 'by hand', ...more };
  return stack.call('POST', `/v1/admin/sagas/${id}/${action}`, { body });
}

describe('A saga with children', () => {
  it('completes with what they gave, in the order of the items', async () => {
    const saga = await order(['Ulm', 'Bonn', 'Kiel']);
    expect(saga).toMatchObject({
      status: 'completed',
      output: { parcels: [{ sentTo: 'Ulm' }, { sentTo: 'Bonn' }, { sentTo: 'Kiel' }] },
    });
  });

  it('shows its children, and they show it', async () => {
    const saga = await order(['Ulm', 'Bonn']);
    expect(saga.children).toMatchObject([
      { status: 'completed', step: 'parcels', iteration: 0, definition: { name: 'ship-parcel' } },
      { status: 'completed', step: 'parcels', iteration: 1 },
    ]);
    const child = await show(saga.children[0].id);
    expect(child).toMatchObject({
      key: 'o-2',
      parent: { id: saga.id, step: 'parcels', iteration: 0 },
      children: [],
    });
  });

  it('has completed children undone when it goes back later', async () => {
    stack.script.set('payment.take', refuses('CARD_DECLINED'));
    const undone: ParticipantCall[] = stack.record('shipping.recall', 'shipping.unpack');
    const saga = await order(['Ulm', 'Bonn']);
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'CARD_DECLINED' } });
    const { children } = await show(saga.id);
    expect(children.map(({ status }: Json) => status)).toEqual(['compensated', 'compensated']);
    expect(undone.map(({ pattern }) => pattern).toSorted()).toEqual([
      'shipping.recall',
      'shipping.recall',
      'shipping.unpack',
      'shipping.unpack',
    ]);
  });

  it('goes back when one of them was refused, and undoes the others', async () => {
    let asked = 0;
    stack.script.set('shipping.send', (command) =>
      ++asked === 2 ? refuses('NO_CARRIER')(command) : { type: 'succeeded', output: {} },
    );
    const saga = await order(['Ulm', 'Bonn']);
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'NO_CARRIER' } });
    const { children } = await show(saga.id);
    expect(children.map(({ status }: Json) => status)).toEqual(['compensated', 'compensated']);
  });

  it('cancels a child that runs, and waits for it', async () => {
    stack.script.set('shipping.send', isSilent);
    const { body } = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'order', input: { places: ['Ulm'] } },
    });
    const { children } = await eventually(
      () => show(body.id),
      (saga) => saga.children.length === 1,
    );
    await stack.call('POST', `/v1/admin/sagas/${body.id}/cancel`, { body: { reason: 'changed' } });
    const { body: ended } = await stack.call('GET', `/v1/sagas/${body.id}?wait=30s`);
    expect(ended.status).toBe('compensated');
    expect(await show(children[0].id)).toMatchObject({ status: 'compensated' });
  });

  it('is told what is wrong with the input of a child, and goes back', async () => {
    const saga = await order([17]);
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'CHILD_INPUT_INVALID' } });
    // it was only created so that no late message can start it
    expect(saga.children).toMatchObject([{ status: 'compensated' }]);
  });
});

describe('A step past the pivot whose child was abandoned', () => {
  it('has no other child do the work again: a person looks, and skips it', async () => {
    const ship = { name: 'ship', kind: 'retryable', saga: { definition: 'ship-parcel' } };
    const pay = { name: 'pay', command: 'payment.take', kind: 'pivot' };
    const steps = [pay, { ...ship, input: { to: 'Ulm' } }];
    await stack.call('POST', '/v1/definitions', { body: { name: 'paid-order', steps } });
    stack.script.set('shipping.send', isSilent);
    const packed = stack.record('shipping.pack');
    const start = { definition: 'paid-order', input: {} };
    const { id } = (await stack.call('POST', '/v1/sagas', { body: start })).body;
    await eventually(
      async () => packed.length,
      (count) => count === 1,
    );
    const [child] = (await show(id)).children;
    await act(child.id, 'abandon');
    await eventually(
      () => show(id),
      ({ status }) => status === 'stuck',
    );

    const refusal = await act(id, 'retry');
    expectProblem(refusal, 409, 'STEP_STATE_CONFLICT');
    expect(refusal.body.detail).toContain(child.id);
    expect((await act(id, 'skip', { step: 'ship' })).body.status).toBe('completed');
    expect(packed).toHaveLength(1);
  });
});

describe('A definition with child sagas', () => {
  const post = (body: object) => stack.call('POST', '/v1/definitions', { body });
  const withChild = (name: string, definition: string, more: object = {}) => ({
    name,
    steps: [{ name: 'child', saga: { definition }, ...more }],
  });

  it('child-definition: is refused when the child is not there', async () => {
    const { status, body } = await post(withChild('lonely', 'nobody'));
    expect([status, body.errors]).toMatchObject([
      400,
      [{ path: '/steps/0/saga', rule: 'child-definition' }],
    ]);
  });

  it('child-cycle: is refused when it would be its own child, however many between', async () => {
    expect((await post(withChild('ring-a', 'ship-parcel'))).status).toBe(201);
    expect((await post(withChild('ring-b', 'ring-a'))).status).toBe(201);
    const { body } = await post(withChild('ring-a', 'ring-b'));
    expect(body.errors).toMatchObject([{ rule: 'child-cycle' }]);
    expect((await post(withChild('self', 'self'))).body.errors[0].rule).toBe('child-cycle');
  });

  it('child-depth: is refused when its children are more than five deep', async () => {
    let below = 'ship-parcel';
    for (const level of [1, 2, 3, 4, 5]) {
      expect((await post(withChild(`level-${level}`, below))).status).toBe(201);
      below = `level-${level}`;
    }
    const { body } = await post(withChild('level-6', below));
    expect(body.errors).toMatchObject([{ rule: 'child-depth' }]);
  });

  it('family-budget: is warned about when its family may be too large', async () => {
    const EACH = { forEach: { items: '${input.all}', maxParallel: 4 } };
    const lists = {
      type: 'object',
      required: ['all'],
      properties: { all: { type: 'array' } },
    };
    const each = (name: string, child: string) => {
      return { ...withChild(name, child, { ...EACH, input: {} }), inputSchema: lists };
    };
    expect((await post(each('thousand', 'ship-parcel'))).body.warnings).toBeUndefined();
    const { status, body } = await post(each('million', 'thousand'));
    expect(status).toBe(201);
    expect(body.warnings).toEqual([
      {
        path: '/steps/0/saga',
        rule: 'family-budget',
        message: expect.stringContaining('1001000') as string,
      },
    ]);
  });

  it('child-pivot: is refused when a child that cannot be undone would have to be', async () => {
    await post({ name: 'final', steps: [{ name: 'go', command: 'order.go', kind: 'pivot' }] });
    const { body } = await post(withChild('hopeful', 'final'));
    expect(body.errors).toMatchObject([{ rule: 'child-pivot' }]);
    expect((await post(withChild('honest', 'final', { kind: 'pivot' }))).status).toBe(201);
  });
});
