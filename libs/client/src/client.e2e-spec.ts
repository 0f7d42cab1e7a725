import {
  isSilent,
  refuses,
  succeeds,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { ClientStack } from './client-stack.fixture.js';
import type { Schemas } from './api/api-client.js';
import type { ConductorClient } from './conductor-client.js';
import { WaitLimitError } from './errors/own-errors.js';
import {
  DefinitionInvalidError,
  DefinitionNotFoundError,
  IdempotencyKeyReusedError,
  SagaNotFoundError,
  SignalNotExpectedError,
} from './errors/problem-classes.js';

let own: ClientStack;
let client: ConductorClient;

beforeAll(async () => {
  own = await ClientStack.start();
  ({ client } = own);
});

afterAll(() => own.close());

beforeEach(() => own.stack.script.clear());

const NOBODY = '01900000-0000-7000-8000-000000000099';

describe('A saga by the client', () => {
  it('given services that do their part, when it is run, then it has completed', async () => {
    const saga = await client.sagas.run(own.order('o-1'));
    expect([saga.status, saga.key, saga.endedAt]).toEqual(['completed', 'o-1', expect.any(String)]);
  });

  it('given a refusal, when it is run, then it is compensated, and says why', async () => {
    own.stack.script.set('payment.authorize', refuses('CARD_DECLINED'));
    const saga = await client.sagas.run(own.order('o-2'));
    expect([saga.status, saga.error?.code]).toEqual(['compensated', 'CARD_DECLINED']);
  });

  it('given the same key, when it is started again, then it is the same saga', async () => {
    const options = { idempotencyKey: 'order:o-3' };
    const first = await client.sagas.start(own.order('o-3'), options);
    expect((await client.sagas.start(own.order('o-3'), options)).id).toBe(first.id);
    const other = client.sagas.start(own.order('o-4'), options);
    await expect(other).rejects.toBeInstanceOf(IdempotencyKeyReusedError);
  });

  it('given it does not end within the limit, then that is said, and it goes on', async () => {
    const { id } = await client.sagas.start({ definition: 'loan', input: {} });
    const error = await client.sagas.waitForEnd(id, { limitMs: 50 }).catch((each) => each);
    expect(error).toBeInstanceOf(WaitLimitError);
    expect(error.message).toMatch(/ is running after 50 ms: .* for the signal "approved"/);
    await client.sagas.signal(id, 'approved', { by: 'ann' });
    expect((await client.sagas.waitForEnd(id)).status).toBe('completed');
  });

  it('given a stuck saga, then waitForRest answers, waitForEnd once it is over', async () => {
    own.stack.script.set('shipping.ship', refuses('NO_TRUCK'));
    const { id } = await client.sagas.start(own.order('o-5'));
    expect((await client.sagas.waitForRest(id)).status).toBe('stuck');
    const ended = client.sagas.waitForEnd(id);
    own.stack.script.set('shipping.ship', succeeds);
    const params = { path: { id } };
    const body = { reason: 'there is one now' };
    await client.api.POST('/v1/admin/sagas/{id}/retry', { params, body });
    expect((await ended).status).toBe('completed');
  });

  it('given a signal, when it is aborted, then the waiting ends with its reason', async () => {
    own.stack.script.set('order.create', isSilent);
    const { id } = await client.sagas.start(own.order('o-6'));
    const ending = new AbortController();
    const waiting = client.sagas.waitForEnd(id, { signal: ending.signal });
    ending.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('What the conductor refuses', () => {
  it('is an error of its own class', async () => {
    const request = { definition: 'nothing', input: {} };
    await expect(client.sagas.start(request)).rejects.toBeInstanceOf(DefinitionNotFoundError);
    await expect(client.sagas.get(NOBODY)).rejects.toBeInstanceOf(SagaNotFoundError);
    const { id } = await client.sagas.start({ definition: 'loan', input: {} });
    const signal = client.sagas.signal(id, 'rejected');
    await expect(signal).rejects.toBeInstanceOf(SignalNotExpectedError);
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    await expect(signal).rejects.toMatchObject({ current: { status: 'running' }, requestId });
  });

  it('of a definition says everything that is wrong with it', async () => {
    const wrong = { name: 'wrong', steps: [{ name: 'a', comand: 'x.y' }, { name: 'a' }] };
    const report = await client.definitions.validate(wrong);
    expect([report.valid, report.errors.length > 1]).toEqual([false, true]);
    const applied = client.definitions.apply(wrong as never);
    await expect(applied).rejects.toBeInstanceOf(DefinitionInvalidError);
    await expect(applied).rejects.toMatchObject({ errors: report.errors });
  });
});

describe('A definition by the client', () => {
  it('has its messages on paper', async () => {
    const { name, version } = await client.definitions.get('loan');
    const document = await client.definitions.asyncApi(name, version);
    expect(document.asyncapi).toBe('3.0.0');
    expect(Object.keys(document.channels)).toContain('commandsOfPayment');
  });
});

describe('What a saga does', () => {
  it('is watched from its beginning to its end, as its history has it', async () => {
    const { id } = await client.sagas.start(own.order('o-7'));
    const seen = await entriesOf(client.sagas.watch(id));
    const history = await client.sagas.history(id).toArray();
    expect(seen).toEqual(history.filter(({ version }) => version !== null));
    expect(seen.at(-1)?.events.map(({ type }) => type)).toContain('saga-completed');
  });

  it('is watched after a version that is known; after the end there is nothing', async () => {
    const saga = await client.sagas.run(own.order('o-8'));
    const later = await entriesOf(client.sagas.watch(saga.id, { after: saga.version - 1 }));
    expect(later.map(({ version }) => version)).toEqual([saga.version]);
    expect(await entriesOf(client.sagas.watch(saga.id, { after: saga.version }))).toEqual([]);
  });

  it('given a list, then it is read page after page', async () => {
    const ids = [];
    for await (const saga of client.sagas.list({ status: 'completed' }, { pageSize: 1 })) {
      ids.push(saga.id);
    }
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(ids.length);
    const records = await client.list('/v1/admin/audit', { query: { action: 'retry' } }).toArray(1);
    expect(records.map(({ action }) => action)).toEqual(['retry']);
  });
});

async function entriesOf(
  entries: AsyncIterable<Schemas['HistoryEntry']>,
): Promise<readonly Schemas['HistoryEntry'][]> {
  const all: Schemas['HistoryEntry'][] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
