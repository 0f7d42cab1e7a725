import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, eventually } from '#testing-internal';
import { DataSource } from 'typeorm';
import { participantMigrations } from '../../migrations/participant/index.js';
import { root } from '../architecture/files.js';
import { dumpSchema } from '../schema/dump.js';
import { ageContract } from './age.contract.js';
import { deliveryContract } from './delivery.contract.js';
import { dutiesContract } from './duties.contract.js';
import { AUTHORIZED, DutiesBench, erroredWith, newStep } from './duties-bench.fixture.js';
import { pythonService } from './payment-services.fixture.js';

/* The Python package, on a Python with pika and psycopg. */

dutiesContract('The Python package', pythonService);
ageContract('The Python package', pythonService);
deliveryContract('The Python package', pythonService);

describe('The Python package, beyond the duties', () => {
  let bench: DutiesBench;

  beforeEach(async () => {
    bench = await DutiesBench.open(pythonService);
  });

  afterEach(async () => {
    await bench?.close();
  });

  it('stores the same fingerprint as the Node library, so that a service can change', async () => {
    await bench.start();
    // in the order in which JavaScript has keys
    const data = { '9': [1.5, 1e21, 1e-7, -0.25, 100], '10': 'é\u2028"', a: { Z: null, z: true } };
    const { action, key } = newStep(data);
    await bench.send(action);
    const text = JSON.stringify(['payment.authorize', data]);
    const row = await bench.inboxRow(key);
    expect(row?.['action_fingerprint']).toEqual(createHash('sha256').update(text).digest());
  });

  it('answers for a handler that does not end, and others go on', async () => {
    await bench.start({ HANDLER_TIMEOUT: '0.5' });
    const { action, key } = newStep();
    await bench.plan(key, 'sleep');
    const { answer } = await bench.ask(action);
    expect(await bench.send(newStep().action)).toEqual(AUTHORIZED);
    expect(await answer).toEqual(erroredWith('HANDLER_TIMED_OUT'));
    expect(await bench.inboxRow(key)).toBeUndefined();
    expect(await bench.send({ ...action, attempt: 2 })).toEqual(AUTHORIZED);
  });

  it('ends a transaction that a handler leaves idle', async () => {
    await bench.start({ IDLE_TRANSACTION_TIMEOUT: '0.2' });
    const { action, key } = newStep();
    await bench.plan(key, 'idle');
    expect(await bench.send(action)).toEqual(erroredWith('TRANSACTION_IDLE_TOO_LONG'));
    expect(await bench.inboxRow(key)).toBeUndefined();
    expect(await bench.effectsOf(key)).toEqual([]);
  });

  it('tells the conductor which commands it takes', async () => {
    await bench.start();
    const found = await eventually(
      () => bench.conductor.takeDescription(),
      (message) => message !== null,
    );
    expect(found).toEqual({
      participant: 'payment',
      commands: [{ command: 'payment.authorize' }, { command: 'payment.void' }],
    });
  });

  it.each([
    ['whose name no command has', { PARTICIPANT: 'shipping' }, /no command can reach "payment\./],
    [
      'with a name that is none',
      { PARTICIPANT: 'A payment' },
      /is no participant's name: write .* small letters/,
    ],
  ])('does not start %s', async (_, env, said) => {
    const started = bench.launch(env);
    expect(await started.ended()).toBe(1);
    expect(started.log).toMatch(/ParticipantMisconfigured/);
    expect(started.log).toMatch(said);
  });
});

it('The Python package does not start without its inbox, and says what to run', async () => {
  const bench = await DutiesBench.open(pythonService, false);
  const started = bench.launch();
  expect(await started.ended()).toBe(1);
  expect(started.log).toMatch(/the table "inbox" is not there: run the file inbox\.sql/);
  await bench.close();
});

it('The tables of the Python package are those of the Node library', async () => {
  const dumps = [];
  for (const prepare of [pythonService.createTables, runMigrations]) {
    const database = await createTestDatabase();
    await prepare(database.url);
    const dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    await dataSource.query('drop table if exists event_outbox');
    dumps.push(await dumpSchema(dataSource));
    await dataSource.destroy();
    await database.drop();
  }
  expect(dumps[0]).toContain('create table inbox');
  expect(dumps[0]).toBe(dumps[1]);
});

it('The Python package has the licence of the whole, and ships its SQL', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  expect(read('clients/python/LICENSE')).toBe(read('LICENSE'));
  expect(read('clients/python/pyproject.toml')).toContain('["py.typed", "inbox.sql"]');
});

async function runMigrations(url: string): Promise<void> {
  const dataSource = new DataSource({ type: 'postgres', url, migrations: participantMigrations });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
}
