import { conductorNames, participantQueue } from '#bus';
import { RabbitBus } from '#messaging';
import type { RunningService } from '#service';
import {
  brokerUrl,
  CommandSender,
  createTestDatabase,
  newSagaId,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { startShippingService } from './shipping-service.js';

const UNDONE = { type: 'succeeded', output: expect.objectContaining({ result: 'undone' }) };
const RESERVED = { type: 'succeeded', output: { reservationId: expect.any(String) } };
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const prefix = uniquePrefix();
let database: TestDatabase;
let buses: readonly RabbitBus[];
let service: RunningService;
let conductor: CommandSender;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  buses = ['conductor', 'shipping'].map(
    (name) => new RabbitBus({ url: brokerUrl(), name: `test-${name}`, log: silent }),
  );
  const [ours, theirs] = buses as [RabbitBus, RabbitBus];
  for (const bus of buses) await bus.open({ exchanges: [], queues: [] });
  conductor = await CommandSender.open(ours, prefix);
  service = await startShippingService({
    databaseUrl: database.url,
    bus: theirs,
    prefix,
    logger: silent,
  });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

beforeEach(async () => {
  await client.query(`update stock set available = 1000 where sku in ('book', 'lamp')`);
  await client.query(`update stock set available = 3 where sku = 'rare-vase'`);
});

afterAll(async () => {
  await service?.close();
  await conductor?.close();
  for (const bus of buses ?? []) await bus.close();
  await deleteFromBroker();
  await client?.end();
  await database?.drop();
});

/** Deletes them: each quorum queue keeps files open on a broker that many tests share. */
async function deleteFromBroker(): Promise<void> {
  const names = conductorNames(prefix);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  const queues = [names.repliesQueue, names.intakeQueue, names.deadQueue];
  for (const queue of [...queues, participantQueue(prefix, 'shipping')]) {
    await channel.deleteQueue(queue);
  }
  for (const exchange of [names.commandsExchange, names.eventsExchange, names.deadExchange]) {
    await channel.deleteExchange(exchange);
  }
  await connection.close();
}

type Line = readonly [sku: string, quantity: number];

const dataOf = (lines: readonly Line[]) => ({
  orderId: 'o-1',
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
});

const reserve = (sagaId: string, lines: readonly Line[], attempt = 1) =>
  conductor.send({ command: 'shipping.reserve', sagaId, attempt, data: dataOf(lines) });

const release = (sagaId: string, lines: readonly Line[], attempt = 1) =>
  conductor.send({
    command: 'shipping.release',
    step: 'reserve',
    direction: 'compensate',
    sagaId,
    attempt,
    data: dataOf(lines),
  });

const ship = (sagaId: string, attempt = 1) =>
  conductor.send({ command: 'shipping.ship', sagaId, attempt, data: { orderId: 'o-1' } });

async function stock(): Promise<Record<string, number>> {
  const { rows } = await client.query<{ sku: string; available: number }>('select * from stock');
  return Object.fromEntries(rows.map(({ sku, available }) => [sku, available]));
}

describe('Reserving stock', () => {
  it('takes all lines, those of one sku together', async () => {
    const answer = await reserve(newSagaId(), [
      ['lamp', 1],
      ['book', 2],
      ['lamp', 3],
    ]);

    expect(answer).toEqual(RESERVED);
    expect(await stock()).toMatchObject({ book: 998, lamp: 996 });
  });

  it('takes nothing when one line cannot be had, and says so for ever', async () => {
    const sagaId = newSagaId();
    const lines: Line[] = [
      ['book', 1],
      ['rare-vase', 4],
    ];

    const first = await reserve(sagaId, lines);
    await client.query(`update stock set available = 10 where sku = 'rare-vase'`);
    const again = await reserve(sagaId, lines, 2);

    expect(first).toEqual({
      type: 'refused',
      error: { code: 'OUT_OF_STOCK', message: '4 of "rare-vase" wanted, 3 left' },
    });
    expect(again).toEqual(first);
    expect(await stock()).toMatchObject({ book: 1000, 'rare-vase': 10 });
  });

  it('is refused for what is not sold here, and for lines that are none', async () => {
    expect(await reserve(newSagaId(), [['unicorn', 1]])).toMatchObject({
      type: 'refused',
      error: { code: 'UNKNOWN_SKU' },
    });
    for (const lines of [[], [['book', 0] as const], [['book', 1.5] as const]]) {
      expect(await reserve(newSagaId(), lines)).toMatchObject({
        type: 'refused',
        error: { code: 'INVALID_INPUT' },
      });
    }
  });

  it('five times at once under one key takes the stock once', async () => {
    const sagaId = newSagaId();

    const answers = await Promise.all(
      [1, 1, 2, 2, 3].map((n) => reserve(sagaId, [['book', 1]], n)),
    );

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await stock()).toMatchObject({ book: 999 });
  });

  it('of three vases by fifty at once succeeds exactly three times', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => reserve(newSagaId(), [['rare-vase', 1]])),
    );

    expect(answers.filter(({ type }) => type === 'succeeded')).toHaveLength(3);
    const refusals = answers.flatMap((answer) => (answer.type === 'refused' ? [answer.error] : []));
    expect(refusals.map(({ code }) => code)).toEqual(Array(47).fill('OUT_OF_STOCK'));
    expect(await stock()).toMatchObject({ 'rare-vase': 0 });
  });

  it('of the same skus in any order, with releases between, never waits in a circle', async () => {
    const sagas = Array.from({ length: 40 }, () => newSagaId());
    const linesOf = (index: number): Line[] =>
      index % 2 === 0
        ? [
            ['book', 1],
            ['lamp', 1],
          ]
        : [
            ['lamp', 1],
            ['book', 1],
          ];

    const outcomes = await Promise.all(
      sagas.map(async (sagaId, index) => {
        const reserved = await reserve(sagaId, linesOf(index));
        if (index < 20) return [reserved];
        return [reserved, await release(sagaId, linesOf(index))];
      }),
    );

    expect(outcomes.flat().filter(({ type }) => type !== 'succeeded')).toEqual([]);
    expect(await stock()).toMatchObject({ book: 980, lamp: 980 });
    const { rows } = await client.query(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: '0' }]);
  });
});

describe('Releasing a reservation', () => {
  it('puts back exactly what was taken, once', async () => {
    const sagaId = newSagaId();
    const lines: Line[] = [
      ['book', 2],
      ['rare-vase', 1],
    ];
    await reserve(sagaId, lines);

    const answers = await Promise.all([1, 1, 2].map((attempt) => release(sagaId, lines, attempt)));

    expect(answers).toEqual([UNDONE, UNDONE, UNDONE]);
    expect(await stock()).toMatchObject({ book: 1000, 'rare-vase': 3 });
  });

  it('of what was never taken puts nothing back, and nothing is taken later', async () => {
    const sagaId = newSagaId();

    const released = await release(sagaId, [['book', 2]]);
    const late = await reserve(sagaId, [['book', 2]]);

    expect(released).toEqual({ type: 'succeeded', output: { result: 'nothing-to-undo' } });
    expect(late).toMatchObject({ type: 'refused', error: { code: 'FENCED' } });
    expect(await stock()).toMatchObject({ book: 1000 });
  });

  it('that arrives while the stock is being taken leaves the stock as it was', async () => {
    const sagas = Array.from({ length: 20 }, () => newSagaId());

    await Promise.all(
      sagas.flatMap((sagaId) => [reserve(sagaId, [['book', 1]]), release(sagaId, [['book', 1]])]),
    );

    expect(await stock()).toMatchObject({ book: 1000 });
  });

  it('is refused when the parcel has left', async () => {
    const sagaId = newSagaId();
    await reserve(sagaId, [['book', 1]]);
    await ship(sagaId);

    expect(await release(sagaId, [['book', 1]])).toMatchObject({
      type: 'refused',
      error: { code: 'NOT_RELEASABLE' },
    });
    expect(await stock()).toMatchObject({ book: 999 });
  });
});

describe('Shipping', () => {
  it('gives one tracking id, however often it is asked for', async () => {
    const sagaId = newSagaId();
    await reserve(sagaId, [['book', 1]]);

    const first = await ship(sagaId);
    const again = await ship(sagaId, 2);

    expect(first).toEqual({
      type: 'succeeded',
      output: { trackingId: expect.stringMatching(/^TRK-/) },
    });
    expect(again).toEqual(first);
  });

  it('is refused when this saga reserved nothing for the order', async () => {
    await reserve(newSagaId(), [['book', 1]]);

    expect(await ship(newSagaId())).toMatchObject({
      type: 'refused',
      error: { code: 'NOTHING_RESERVED' },
    });
  });

  it('may come with a gift note, written once', async () => {
    const sagaId = newSagaId();
    const note = { command: 'shipping.gift-note', sagaId, data: { text: 'Grüße, 世界 🎁' } };

    await conductor.send(note);
    await conductor.send({ ...note, attempt: 2 });

    const { rows } = await client.query('select text from gift_note where saga_id = $1', [sagaId]);
    expect(rows).toEqual([{ text: 'Grüße, 世界 🎁' }]);
  });
});
