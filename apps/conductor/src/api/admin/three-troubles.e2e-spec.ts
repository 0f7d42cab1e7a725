import type { HttpAnswer } from '../../conductor-call.fixture.js';
import {
  ConductorStack,
  errs,
  isSilent,
  ORDER_DEFINITION,
  refuses,
  type Answer,
} from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

/**
 * An operator who has only the addresses of docs/OPERATIONS.md, and three sagas in trouble of
 * different kinds. Each is found, understood and settled with one call for each of these.
 */

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const steps = ORDER_DEFINITION.steps.map((step) =>
    step.name === 'capture' ? { ...step, timeout: '300ms' } : step,
  );
  const defaults = { retry: { maxAttempts: 1 }, compensation: { retry: { maxAttempts: 2 } } };
  const body = { ...ORDER_DEFINITION, steps, defaults };
  expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
});

afterAll(() => stack.close());

interface Trouble {
  readonly script: Readonly<Record<string, Answer>>;
  /** How the failure group is known among others. */
  readonly group: { readonly step: string; readonly direction: string };
  /** What the saga's own answer has to say. */
  readonly sentence: RegExp;
  readonly act: readonly [verb: string, body: object];
  readonly end: string;
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'an error after all attempts, past the point of no return': {
    script: { 'shipping.ship': errs('NO_TRUCK') },
    group: { step: 'ship', direction: 'execute' },
    sentence: /^ship is stuck since .+: shipping answered NO_TRUCK once; nothing happens until/,
    act: ['retry', { reason: 'the trucks are back' }],
    end: 'completed',
  },
  'an undo that fails': {
    script: { 'payment.capture': refuses('CARD_DECLINED'), 'order.reject': errs('LOCKED') },
    group: { step: 'createOrder', direction: 'compensate' },
    sentence:
      /^undoing createOrder is stuck since .+: order answered LOCKED 2 times; .+; 1 of 2 steps/,
    act: ['settle', { reason: 'rejected by hand', step: 'createOrder', result: 'undone' }],
    end: 'compensated',
  },
  'a pivot of which nobody knows whether it happened': {
    script: {
      'payment.capture': (command) =>
        command.direction === 'inquire' ? errs('LEDGER_AWAY')(command) : isSilent(command),
    },
    group: { step: 'capture', direction: 'inquire' },
    sentence:
      /^the question what became of capture is stuck since .+: payment answered LEDGER_AWAY once/,
    act: ['settle', { reason: 'the bank has it', step: 'capture', result: 'succeeded' }],
    end: 'completed',
  },
};

/** Calls of the operator, by what they are for. */
class Operator {
  private readonly made = { finding: 0, understanding: 0, acting: 0 };

  get calls() {
    return { ...this.made };
  }

  /** All troubles that there are. */
  async find(): Promise<readonly Json[]> {
    this.made.finding += 1;
    return good(await stack.call('GET', '/v1/admin/failures')).groups;
  }

  async understand(sagaId: string): Promise<Json> {
    this.made.understanding += 1;
    return good(await stack.call('GET', `/v1/sagas/${sagaId}`));
  }

  async act(sagaId: string, verb: string, body: object): Promise<Json> {
    this.made.acting += 1;
    return good(await stack.call('POST', `/v1/admin/sagas/${sagaId}/${verb}`, { body }));
  }
}

function good({ status, body }: HttpAnswer): Json {
  expect(status).toBe(200);
  return body;
}

/** Starts a saga of each kind of trouble, and resolves when all are stuck. */
async function startAll(): Promise<void> {
  for (const [name, { script }] of Object.entries(TROUBLES)) {
    stack.script.clear();
    for (const [pattern, answer] of Object.entries(script)) stack.script.set(pattern, answer);
    const body = { definition: 'place-order', input: { orderId: name.slice(0, 20) } };
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', { body });
    expect([name, saga.status]).toEqual([name, 'stuck']);
  }
  stack.script.clear();
}

describe('Three sagas in trouble of three kinds', () => {
  it('given them, when an operator comes, then a call each finds, tells and settles', async () => {
    await startAll();
    for (const [name, trouble] of Object.entries(TROUBLES)) {
      const operator = new Operator();
      const group = (await operator.find()).find(
        ({ step, direction }) =>
          step === trouble.group.step && direction === trouble.group.direction,
      );
      expect([name, group?.count, group?.state]).toEqual([name, 1, 'stuck']);
      const [sagaId] = group.sampleSagaIds;
      const saga = await operator.understand(sagaId);
      expect(saga.waiting.text).toMatch(trouble.sentence);
      expect(saga.waiting).toMatchObject({ code: 'stuck', until: null });
      const [verb, body] = trouble.act;
      await operator.act(sagaId, verb, { ...body, expectedVersion: saga.version });
      expect(operator.calls).toEqual({ finding: 1, understanding: 1, acting: 1 });
      const { body: ended } = await stack.call('GET', `/v1/sagas/${sagaId}?wait=30s`);
      expect([name, ended.status]).toEqual([name, trouble.end]);
    }
    const { body } = await stack.call('GET', '/v1/admin/overview');
    expect(body.backlog.stuckSagas).toBe(0);
  });
});
