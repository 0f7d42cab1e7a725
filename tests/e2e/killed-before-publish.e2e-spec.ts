import type { ChildProcess } from 'node:child_process';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { brokerUrl, TcpProxy } from '#testing-internal';
import { UNSENT } from './effects.fixture.js';
import { findFreePort, Fleet, waitFor, waitUntilUp } from './fleet.fixture.js';

const DEFINITION = {
  name: 'reserve',
  steps: [
    {
      name: 'reserve',
      command: 'shipping.reserve',
      compensation: 'shipping.release',
      retry: { maxAttempts: 1 },
      input: { orderId: '${saga.key}', lines: [{ sku: 'book', quantity: 1 }] },
    },
  ],
};
const SAGAS = 20;

/** The conductor reaches the broker through a link that the test can cut. */
describe('a conductor that is killed after the commit, before anything is published', () => {
  let fleet: Fleet;
  let toBroker: TcpProxy;
  let url: string;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    toBroker = await TcpProxy.to(brokerUrl());
    await fleet.start('shipping-service');
  });

  afterAll(async () => {
    await fleet.end();
    await toBroker.close();
  });

  const startConductor = async (amqpUrl: string): Promise<ChildProcess> => {
    const port = String(await findFreePort());
    url = `http://127.0.0.1:${port}`;
    const conductor = await fleet.start('conductor', { PORT: port, AMQP_URL: amqpUrl });
    await waitUntilUp(`${url}/health/ready`);
    return conductor;
  };
  const count = async (sql: string): Promise<number> =>
    Number((await fleet.query<{ count: string }>('conductor', sql))[0]?.count);

  it('leaves all in the outbox, for the next one; a start that lost left nothing', async () => {
    const killed = await startConductor(toBroker.through(brokerUrl()));
    const posted = await callUrl('POST', `${url}/v1/definitions`, { body: DEFINITION });
    expect(posted.status).toBe(201);
    await toBroker.shut();
    toBroker.cut();
    await waitFor(
      'the broker is away',
      async () => (await callUrl('GET', `${url}/health/ready`)).body.status,
      (status) => status === 'degraded',
    );
    // each twice at once: one of both starts the saga
    const starts = Array.from({ length: 2 * SAGAS }, (_, index) => {
      const key = `o-${index % SAGAS}`;
      const headers = { 'idempotency-key': key };
      const body = { definition: 'reserve', key, input: {} };
      return callUrl('POST', `${url}/v1/sagas`, { headers, body });
    });
    const statuses = (await Promise.all(starts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(SAGAS);
    // what is told of the definition that was posted is of no saga
    const messages = `select count(*) from (
        select message_id from outbox where saga_id in (select id from saga) union all
        select unnest(message_ids) from outbox_batch) as unsent`;
    expect(await count(messages)).toBe(2 * SAGAS);
    await fleet.kill(killed);

    await startConductor(brokerUrl());

    const done = `select count(*) from saga where status = 'completed'`;
    await waitFor(
      'all sagas are completed',
      () => count(done),
      (completed) => completed === SAGAS,
    );
    const reserved = await fleet.query<{ count: string }>(
      'shipping',
      `select count(*) from reservation where status = 'reserved'`,
    );
    expect(Number(reserved[0]?.count)).toBe(SAGAS);
    expect(await count('select count(*) from saga')).toBe(SAGAS);
    await waitFor(
      'nothing is left',
      () => count(UNSENT),
      (left) => left === 0,
    );
  });
});
