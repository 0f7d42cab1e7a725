import { newStep } from '#testing-duties';
import pg from 'pg';
import type { CommandContext } from '../handlers/command-context.js';
import { CommandRefused } from '../errors/handler-errors.js';
import { Bench } from './participant.fixture.js';
import { untilNoTransactionIsOpen, WorkModule, works } from './transactions.fixture.js';

/* The driver's own client, as query builders and other mappers use it, is guarded too. */

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
  await bench.start(WorkModule);
});

afterAll(async () => {
  await bench?.close();
});

const INSERT = 'insert into effect (key, what) values ($1, $2)';

const forms: readonly [string, (client: pg.PoolClient, values: string[]) => unknown][] = [
  ['a text and values', (client, values) => client.query(INSERT, values)],
  ['an object', (client, values) => client.query({ text: INSERT, values })],
  ['an object and values', (client, values) => client.query({ text: INSERT }, values)],
  ['a named statement', (client, values) => client.query({ name: 'i', text: INSERT, values })],
  ['a callback', (client, values) => client.query(INSERT, values, () => {})],
  [
    'a query of the driver, as streams and cursors are',
    (client, values) => client.query(new pg.Query(INSERT, values)),
  ],
];

async function run(work: (client: pg.PoolClient, context: CommandContext) => unknown) {
  const step = newStep();
  works.set(step.key, async (context) => {
    const client = (await context.manager.queryRunner?.connect()) as pg.PoolClient;
    return work(client, context);
  });
  const answer = await bench.conductor.send(step.action);
  await untilNoTransactionIsOpen(bench);
  return { answer, effects: await bench.effectsOf(step.key) };
}

it.each(forms)('%s: stored with the success, though nobody awaits it', async (_, write) => {
  const { answer, effects } = await run((client, { idempotencyKey }) => {
    void write(client, [idempotencyKey, 'written']);
    return {};
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(effects).toEqual(['written']);
});

it.each(forms)('%s: gone with the refusal', async (_, write) => {
  const { answer, effects } = await run((client, { idempotencyKey }) => {
    void write(client, [idempotencyKey, 'written']);
    throw new CommandRefused('SOLD_OUT', 'none left');
  });
  expect(answer).toMatchObject({ type: 'refused' });
  expect(effects).toEqual([]);
});

it('a callback hears of an error, and the command fails', async () => {
  let heard: Error | undefined;
  const { answer } = await run((client) => {
    client.query('select 1 / 0', (error: Error) => (heard = error));
    return {};
  });
  expect(answer).toMatchObject({ type: 'errored' });
  expect(heard).toMatchObject({ code: '22012' });
});

it.each(['commit', 'begin; commit'])('it cannot end the transaction: %s', async (text) => {
  const { answer, effects } = await run(async (client, { idempotencyKey }) => {
    await client.query(INSERT, [idempotencyKey, 'written']);
    await client.query({ text });
  });
  expect(answer).toMatchObject({ type: 'errored' });
  expect(effects).toEqual([]);
});
