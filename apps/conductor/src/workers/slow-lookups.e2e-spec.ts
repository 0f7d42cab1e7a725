import pg from 'pg';
import { conductorNames } from '#bus';
import { descriptionMessage } from '#contracts';
import { eventually } from '#testing-internal';
import { ConductorStack } from '../conductor-stack.fixture.js';
import { expectProblem } from '../conductor-call.fixture.js';

const PACK = [{ name: 'pack', command: 'shipping.pack', compensation: 'none' }];
/** Locks the tables exclusively, as a migration does; a stalled disk has the same effect. */
const LOCKED = 'lock table saga_definition, participant_description in access exclusive mode';

let stack: ConductorStack;
let locker: pg.Client;

beforeAll(async () => {
  stack = await ConductorStack.start();
  locker = new pg.Client({ connectionString: stack.database.url });
  await locker.connect();
  for (const definition of [
    { name: 'by-message', steps: PACK },
    {
      name: 'by-event',
      trigger: { event: 'order.placed', key: '${data.id}', input: {} },
      steps: PACK,
    },
  ]) {
    await stack.call('POST', '/v1/definitions', { body: definition });
  }
});

afterAll(async () => {
  await locker.end();
  await stack.close();
});

/** Sends an event, a start and a description. */
async function sendOneOfEach(): Promise<void> {
  const { prefix } = stack.config;
  const { eventsExchange: exchange } = conductorNames(prefix);
  const told = { exchange, routingKey: 'order.placed', properties: { messageId: 'event-1' } };
  await stack.publish({ ...told, json: { id: 'o-1' } });
  const start = { pattern: 'saga.start', data: { definition: 'by-message', input: {} } };
  await stack.publish({ json: start, properties: { messageId: 'start-1' } });
  const description = { participant: 'shipping', commands: [{ command: 'shipping.pack' }] };
  const { body, properties } = descriptionMessage(description, { prefix, at: Date.now() });
  await stack.publish({ json: String(body), properties });
}

async function read(sql: string): Promise<readonly unknown[]> {
  const { rows } = await stack.sql.query<{ readonly value: unknown }>(sql);
  return rows.map(({ value }) => value);
}

describe('Look-ups that the database does not answer in time', () => {
  it('cost no message, and no caller is told that it asked for too much', async () => {
    await locker.query('begin');
    await locker.query(LOCKED);
    await sendOneOfEach();
    const body = { definition: 'by-message', input: {} };
    expectProblem(await stack.call('POST', '/v1/sagas', { body }), 503, 'STORE_UNAVAILABLE');
    await locker.query('rollback');
    const started = () =>
      read('select definition_name as value from saga where parent_id is null order by 1');
    const expected = ['by-event', 'by-message'];
    await eventually(started, (names) => names.length === expected.length);
    expect(await started()).toEqual(expected);
    await eventually(
      () => read('select participant as value from participant_description'),
      (names) => names.includes('shipping'),
    );
    expect(await read('select reason as value from dead_message')).toEqual([]);
  });

  it('cost no message either when a migration has the table under another name', async () => {
    await stack.sql.query('alter table saga_definition rename to saga_definition_before');
    const start = { pattern: 'saga.start', data: { definition: 'by-message', input: {} } };
    await stack.publish({ json: start, properties: { messageId: 'start-2' } });
    const body = { definition: 'by-message', input: {} };
    expectProblem(await stack.call('POST', '/v1/sagas', { body }), 503, 'STORE_UNAVAILABLE');
    await stack.sql.query('alter table saga_definition_before rename to saga_definition');
    const started = () => read(`select 1 as value from saga where definition_name = 'by-message'`);
    await eventually(started, (sagas) => sagas.length === 2);
    expect(await read('select reason as value from dead_message')).toEqual([]);
  });
});
