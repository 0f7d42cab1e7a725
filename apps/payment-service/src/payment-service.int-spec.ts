import { InProcessBroker, InProcessBus } from '#messaging';
import type { RunningService } from '#service';
import {
  CommandSender,
  createTestDatabase,
  newSagaId,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { Client } from 'pg';
import { startPaymentService } from './payment-service.js';

const DECLINED_CARD = '4000000000000002';
const GOOD_CARD = '4242424242424242';
const AUTHORIZED = { type: 'succeeded', output: { authorizationId: expect.any(String) } };
const UNDONE = { type: 'succeeded', output: expect.objectContaining({ result: 'undone' }) };
const silent = { info: () => {}, warn: () => {}, error: () => {} };

let database: TestDatabase;
let buses: readonly InProcessBus[];
let service: RunningService;
let conductor: CommandSender;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const broker = new InProcessBroker();
  buses = [new InProcessBus(broker), new InProcessBus(broker)];
  const [ours, theirs] = buses as [InProcessBus, InProcessBus];
  for (const bus of buses) await bus.open({ exchanges: [], queues: [] });
  const prefix = uniquePrefix();
  conductor = await CommandSender.open(ours, prefix);
  service = await startPaymentService({
    databaseUrl: database.url,
    bus: theirs,
    prefix,
    logger: silent,
  });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await service?.close();
  await conductor?.close();
  for (const bus of buses) await bus.close();
  await client?.end();
  await database?.drop();
});

const authorize = (sagaId: string, data: object = {}, attempt = 1) =>
  conductor.send({
    command: 'payment.authorize',
    sagaId,
    attempt,
    data: { orderId: 'o-1', amount: 40, ...data },
  });

const voidIt = (sagaId: string, data: object = {}, attempt = 1) =>
  conductor.send({
    command: 'payment.void',
    step: 'authorize',
    direction: 'compensate',
    sagaId,
    attempt,
    data: { orderId: 'o-1', amount: 40, ...data },
  });

async function authorized(sagaId: string): Promise<string> {
  const answer = await authorize(sagaId);
  if (answer.type !== 'succeeded') throw new Error(JSON.stringify(answer));
  return (answer.output as { authorizationId: string }).authorizationId;
}

const capture = (sagaId: string, authorizationId: string) =>
  conductor.send({ command: 'payment.capture', sagaId, data: { authorizationId } });

async function statusOf(authorizationId: string): Promise<unknown> {
  const found = await client.query('select status from card_authorization where id = $1', [
    authorizationId,
  ]);
  return (found.rows[0] as { status: unknown }).status;
}

async function authorizationsOf(sagaId: string): Promise<readonly unknown[]> {
  const found = await client.query(
    `select status, amount, card_last_four from card_authorization where command_key like $1`,
    [`${sagaId}/%`],
  );
  return found.rows as readonly unknown[];
}

describe('Authorizing a payment', () => {
  it('holds the amount and keeps no more of the card than its last four digits', async () => {
    const sagaId = newSagaId();

    expect(await authorize(sagaId, { card: GOOD_CARD })).toEqual(AUTHORIZED);

    expect(await authorizationsOf(sagaId)).toEqual([
      { status: 'authorized', amount: '40.00', card_last_four: '4242' },
    ]);
    const everything = await client.query(
      `select row_to_json(a) from card_authorization a
       union all select row_to_json(i) from inbox i`,
    );
    expect(JSON.stringify(everything.rows)).not.toContain(GOOD_CARD);
  });

  it.each([
    ['a declined card', { card: DECLINED_CARD }, 'CARD_DECLINED'],
    ['a declined card with blanks', { card: '4000 0000 0000 0002' }, 'CARD_DECLINED'],
    ['more than the limit', { amount: 10_000.01 }, 'LIMIT_EXCEEDED'],
    ['a negative amount', { amount: -1 }, 'INVALID_INPUT'],
    ['no amount', { amount: null }, 'INVALID_INPUT'],
  ])('is refused for %s, and stays refused', async (_what, data, code) => {
    const sagaId = newSagaId();

    const first = await authorize(sagaId, data);
    const again = await authorize(sagaId, data, 2);

    expect(first).toMatchObject({ type: 'refused', error: { code } });
    expect(again).toEqual(first);
    expect(await authorizationsOf(sagaId)).toEqual([]);
  });

  it('twice at once holds the money once, and gives one answer', async () => {
    const sagaId = newSagaId();

    const answers = await Promise.all([1, 1, 2, 3].map((number) => authorize(sagaId, {}, number)));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await authorizationsOf(sagaId)).toHaveLength(1);
  });

  it('takes no notice of fields it does not know', async () => {
    expect(await authorize(newSagaId(), { colour: 'red', card: null })).toEqual(AUTHORIZED);
  });
});

describe('Voiding an authorization', () => {
  it('lets the money go, once, from the original input alone', async () => {
    const sagaId = newSagaId();
    await authorized(sagaId);

    expect(await voidIt(sagaId)).toEqual(UNDONE);
    expect(await voidIt(sagaId, {}, 2)).toEqual(UNDONE);

    expect(await authorizationsOf(sagaId)).toMatchObject([{ status: 'voided' }]);
  });

  it('before the authorization keeps it from ever happening', async () => {
    const sagaId = newSagaId();

    const undone = await voidIt(sagaId);
    const late = await authorize(sagaId);

    expect(undone).toEqual({ type: 'succeeded', output: { result: 'nothing-to-undo' } });
    expect(late).toMatchObject({ type: 'refused', error: { code: 'FENCED' } });
    expect(await authorizationsOf(sagaId)).toEqual([]);
  });

  it('is refused when the money was captured', async () => {
    const sagaId = newSagaId();
    const authorizationId = await authorized(sagaId);
    await capture(sagaId, authorizationId);

    expect(await voidIt(sagaId)).toMatchObject({
      type: 'refused',
      error: { code: 'NOT_VOIDABLE' },
    });
    expect(await statusOf(authorizationId)).toBe('captured');
  });
});

describe('Capturing', () => {
  it('takes the money once for an authorization, whoever asks', async () => {
    const authorizationId = await authorized(newSagaId());

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => capture(newSagaId(), authorizationId)),
    );

    expect(answers.filter(({ type }) => type === 'succeeded')).toHaveLength(1);
    expect(answers.filter(({ type }) => type === 'refused')).toHaveLength(9);
  });

  it('is refused after the authorization was voided', async () => {
    const sagaId = newSagaId();
    const authorizationId = await authorized(sagaId);
    await voidIt(sagaId);

    expect(await capture(sagaId, authorizationId)).toMatchObject({
      type: 'refused',
      error: { code: 'NOT_AUTHORIZED' },
    });
  });

  it('is undone by a refund, after which the authorization can be voided', async () => {
    const sagaId = newSagaId();
    const authorizationId = await authorized(sagaId);
    await capture(sagaId, authorizationId);

    const refunded = await conductor.send({
      command: 'payment.refund',
      step: 'capture',
      direction: 'compensate',
      sagaId,
      data: { authorizationId },
    });

    expect(refunded).toEqual(UNDONE);
    expect(await statusOf(authorizationId)).toBe('refunded');
    expect(await voidIt(sagaId)).toEqual(UNDONE);
  });
});

describe('A fault on request', () => {
  it('fails the first attempts of an authorization, and the next one works', async () => {
    const sagaId = newSagaId();
    const data = { faults: { 'payment.authorize': { mode: 'fail', times: 2 } } };

    const outcomes = [];
    for (const attempt of [1, 2, 3]) outcomes.push(await authorize(sagaId, data, attempt));

    expect(outcomes.map(({ type }) => type)).toEqual(['errored', 'errored', 'succeeded']);
    expect(await authorizationsOf(sagaId)).toHaveLength(1);
  });

  it('fails a compensation until an operator has retried it often enough', async () => {
    const sagaId = newSagaId();
    const data = { faults: { 'payment.void': { mode: 'fail', times: 12 } } };
    await authorize(sagaId, data);

    expect(await voidIt(sagaId, data, 12)).toMatchObject({
      type: 'errored',
      error: { code: 'FAULT_REQUESTED' },
    });
    expect(await authorizationsOf(sagaId)).toMatchObject([{ status: 'authorized' }]);
    expect(await voidIt(sagaId, data, 13)).toEqual(UNDONE);
  });

  it('leaves a command without an answer and without an effect', async () => {
    const sagaId = newSagaId();
    const data = {
      orderId: 'o-1',
      amount: 40,
      faults: { 'payment.authorize': { mode: 'silent', times: 1 } },
    };
    const silence = conductor.sendWithoutWaiting({ command: 'payment.authorize', sagaId, data });
    let isAnswered = false;
    void silence.answer.then(
      () => (isAnswered = true),
      () => undefined,
    );
    await silence.isOnQueue;

    const next = await authorize(sagaId, data, 2);

    expect(next).toEqual(AUTHORIZED);
    expect(isAnswered).toBe(false);
    expect(await authorizationsOf(sagaId)).toHaveLength(1);
  });
});
