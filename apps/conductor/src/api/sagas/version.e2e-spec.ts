import {
  ConductorStack,
  errs,
  isSilent,
  refuses,
  type ParticipantCall,
} from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let definitions = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

const ONCE = { retry: { maxAttempts: 1 } };

/** Version 1 has `shipping.old` and `order.old-reject`, version 2 has `new` ones instead. */
function document(name: string, word: 'old' | 'new') {
  return {
    name,
    steps: [
      { name: 'create', command: 'order.create', compensation: `order.${word}-reject`, ...ONCE },
      { name: 'pay', command: 'payment.take', kind: 'pivot', ...ONCE },
      { name: 'ship', command: `shipping.${word}`, kind: 'retryable', ...ONCE },
    ],
    output: word,
  };
}

async function post(body: object): Promise<number> {
  return (await stack.call('POST', '/v1/definitions', { body })).body.version as number;
}

async function start(definition: string, wait: string, more: object = {}): Promise<Json> {
  const body = { definition, input: {}, ...more };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

async function act(id: string, action: string): Promise<Json> {
  await stack.call('POST', `/v1/admin/sagas/${id}/${action}`, { body: { reason: 'a test' } });
  return (await stack.call('GET', `/v1/sagas/${id}?wait=30s`)).body;
}

/** Posts the definition and starts a saga of it, so that the conductor has both cached. */
async function useVersion2(name: string): Promise<void> {
  expect(await post(document(name, 'new'))).toBe(2);
  expect((await start(name, '0s')).definition.version).toBe(2);
}

function patternsOf(calls: readonly ParticipantCall[], id: string): readonly string[] {
  return calls.filter(({ sagaId }) => sagaId === id).map(({ pattern }) => pattern);
}

function someName(): string {
  definitions += 1;
  return `versioned-${definitions}`;
}

describe('A saga keeps the `version` it was started with', () => {
  it('when it goes back after version 2 came', async () => {
    const name = someName();
    await post(document(name, 'old'));
    stack.script.set('payment.take', isSilent);
    const saga = await start(name, '0s');
    await useVersion2(name);
    const undone = stack.record('order.old-reject', 'order.new-reject');
    stack.script.set('payment.take', refuses('FENCED'));
    const ended = await act(saga.id, 'cancel');
    expect(ended).toMatchObject({ status: 'compensated', definition: { name, version: 1 } });
    expect(patternsOf(undone, saga.id)).toEqual(['order.old-reject']);
  });

  it('and a start by a retired version is told which one it is', async () => {
    const name = someName();
    await post(document(name, 'old'));
    await useVersion2(name);
    const retired = `/v1/definitions/${name}/versions/1/retire`;
    const blank = await stack.call('POST', retired, { body: { reason: '  ' } });
    expect([blank.status, blank.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    await stack.call('POST', retired, { body: { reason: 'over' } });
    const body = { definition: name, version: 1, input: {} };
    const answer = await stack.call('POST', '/v1/sagas', { body });
    expect([answer.status, answer.body.detail]).toEqual([409, `${name}@1 takes no new sagas.`]);
  });

  it('when an operator retries it after version 2 came, and its own was retired', async () => {
    const name = someName();
    await post(document(name, 'old'));
    stack.script.set('shipping.old', errs('NO_TRUCK'));
    const saga = await start(name, '30s');
    expect(saga.status).toBe('stuck');
    await useVersion2(name);
    await stack.call('POST', `/v1/definitions/${name}/versions/1/retire`, {
      body: { reason: 'over' },
    });
    stack.script.clear();
    const sent = stack.record('shipping.old', 'shipping.new');
    const ended = await act(saga.id, 'retry');
    expect(ended).toMatchObject({ status: 'completed', output: 'old', definition: { version: 1 } });
    expect(patternsOf(sent, saga.id)).toEqual(['shipping.old']);
  });

  it('while new sagas have the newest, or the `version` they ask for', async () => {
    const name = someName();
    await post(document(name, 'old'));
    await post(document(name, 'new'));
    expect((await start(name, '30s')).output).toBe('new');
    expect((await start(name, '30s', { version: 1 })).output).toBe('old');
  });
});

describe('A child saga', () => {
  const parentOf = (saga: object) => ({
    name: someName(),
    steps: [{ name: 'part', saga, kind: 'pivot' }],
    output: '${steps.part.output}',
  });

  it('has the `version` that the step names, or the newest when it is started', async () => {
    const name = someName();
    await post(document(name, 'old'));
    const pinned = parentOf({ definition: name, version: 1 });
    const newest = parentOf({ definition: name });
    for (const parent of [pinned, newest]) await post(parent);
    await post(document(name, 'new'));
    expect((await start(pinned.name, '30s')).output).toBe('old');
    expect((await start(newest.name, '30s')).output).toBe('new');
  });

  it('that wants the lock of its parent waits until its `timeout`, and both go back', async () => {
    const locks = [{ key: 'truck', timeout: '1s' }];
    const steps = [{ name: 'load', command: 'shipping.load', compensation: 'shipping.unload' }];
    const child = { name: someName(), locks, steps };
    await post(child);
    const parent = {
      name: someName(),
      locks,
      steps: [{ name: 'part', saga: { definition: child.name } }],
    };
    await post(parent);
    const loaded = stack.record('shipping.load');
    const saga = await start(parent.name, '30s');
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'LOCK_TIMEOUT' } });
    const { body } = await stack.call('GET', `/v1/sagas/${saga.id}`);
    expect(body.children).toMatchObject([{ status: 'compensated' }]);
    expect(loaded).toEqual([]);
  });
});
