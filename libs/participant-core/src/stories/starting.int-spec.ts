import { newStep, openTestBus } from '#testing-duties';
import { createTestDatabase, RecordedLog } from '#testing-internal';
import { RabbitBus } from '#messaging';
import { Pool, type ClientBase } from 'pg';
import { pgDatabase } from '../adapters/pg.js';
import { startParticipant } from '../participant.js';
import { CoreBench, type Library } from './payment.fixture.js';

/* What can only pretend to work does not start. */

const MISCONFIGURED = 'PARTICIPANT_MISCONFIGURED';

async function connect(url: string): Promise<Library<ClientBase>> {
  const pool = new Pool({ connectionString: url, max: 5 });
  return {
    database: pgDatabase(pool),
    write: (client, key, what) =>
      client.query('insert into effect (key, what) values ($1, $2)', [key, what]),
    fail: (client) => client.query('select 1 / 0'),
    close: () => pool.end(),
  };
}

let bench: CoreBench<ClientBase>;

beforeAll(async () => {
  bench = await CoreBench.open(connect);
});

afterAll(async () => {
  await bench?.close();
});

it('without a bus it does not start, and says what to give', async () => {
  const { database } = bench.library;
  const handlers = { 'payment.authorize': () => ({}) };
  await expect(startParticipant({ name: 'payment', database, handlers })).rejects.toMatchObject({
    code: MISCONFIGURED,
    message: expect.stringContaining('amqpUrl'),
  });
});

it('on a broker that is not there it does not start', async () => {
  const amqpUrl = 'amqp://guest:guest@127.0.0.1:1';
  await expect(bench.start({ amqpUrl, connectTimeoutMs: 200 })).rejects.toMatchObject({
    code: 'BUS_AWAY',
    message: expect.stringContaining('connectTimeoutMs'),
  });
});

it('with a bus that was never opened it does not start', async () => {
  const bus = new RabbitBus({ url: 'amqp://127.0.0.1:1', name: 'x', log: new RecordedLog() });
  await expect(bench.start({ bus })).rejects.toMatchObject({ code: 'BUS_NOT_OPENED' });
  await bus.close();
});

it('without its inbox table it does not start, and says what to run', async () => {
  const { url, drop } = await createTestDatabase();
  const library = await connect(url);
  await expect(bench.start({ database: library.database })).rejects.toMatchObject({
    code: MISCONFIGURED,
    message: expect.stringMatching(/"inbox" is not there: run .*participant\/sql /),
  });
  await library.close();
  await drop();
});

it.each([
  ['there is none', {}, /no handlers/],
  [
    'it has the name of another participant',
    { 'shipping.ship': () => ({}) },
    /only shipping\.ship/,
  ],
  [
    'one of them has',
    { 'payment.authorize': () => ({}), 'shipping.ship': () => ({}) },
    /no command can reach the handler "shipping\.ship"/,
  ],
])('with a handler that no command can reach it does not start: %s', async (_, handlers, said) => {
  await expect(bench.start({ handlers })).rejects.toMatchObject({
    code: MISCONFIGURED,
    message: expect.stringMatching(said),
  });
});

it('a database that cannot be asked is no outage: it does not start', async () => {
  const database = { transaction: () => Promise.reject(new TypeError('no such function')) };
  await expect(bench.start({ database })).rejects.toMatchObject({
    code: MISCONFIGURED,
    message: expect.stringContaining('no such function'),
  });
});

it('what started is up, and is down when it has stopped', async () => {
  const bus = await openTestBus('payment');
  bench.onClose(() => bus.close());
  const participant = await bench.start({ bus });
  expect(participant.health()).toMatchObject({ isUp: true, takesCommands: true });
  const answer = await bench.conductor.send(newStep().action);
  expect(answer).toMatchObject({ type: 'succeeded' });
  await participant.stop();
  expect(participant.health()).toMatchObject({ isUp: false, takesCommands: false });
});
