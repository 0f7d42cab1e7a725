import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { StreamClient } from '../../apps/conductor/src/api/streams/stream-client.fixture.js';
import { effectsOf, readEffects } from './effects.fixture.js';
import { findFreePort, Fleet, placeOrders, waitFor, waitUntilUp } from './fleet.fixture.js';

/** Two conductors as processes on real servers, and somebody listens to each of them. */
describe('Listeners of two conductors, one of which is killed', () => {
  let fleet: Fleet;
  let killed: ChildProcess;
  let orderUrl: string;
  let urls: readonly [string, string];
  const clients: StreamClient[] = [];

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const free = async () => `http://127.0.0.1:${await findFreePort()}`;
    urls = [await free(), await free()];
    orderUrl = await free();
    killed = await fleet.start('conductor', { PORT: new URL(urls[0]).port });
    await fleet.start('conductor', { PORT: new URL(urls[1]).port });
    await fleet.start('payment-service');
    await fleet.start('shipping-service');
    await fleet.start('order-service', {
      ORDER_SERVICE_PORT: new URL(orderUrl).port,
      CONDUCTOR_URL: urls[1],
    });
    for (const url of urls) await waitUntilUp(`${url}/health/ready`);
    await waitUntilUp(`${orderUrl}/orders/none`);
  });

  afterAll(async () => {
    for (const client of clients) client.break();
    await fleet.end();
  });

  const listen = async (url: string, lastEventId = ''): Promise<StreamClient> => {
    const headers: Record<string, string> =
      lastEventId === '' ? {} : { 'last-event-id': lastEventId };
    const client = await StreamClient.open(`${url}/v1/stream`, headers);
    clients.push(client);
    await client.first('open');
    return client;
  };
  const namesOf = (...told: readonly StreamClient[]): ReadonlySet<string> => {
    const changes = told.flatMap((client) => client.dataOf('saga'));
    return new Set(changes.map(({ sagaId, version }) => `${sagaId}/${version}`));
  };

  it('given kill -9 while sagas run, then a listener goes on and misses none', async () => {
    const cut = await listen(urls[0]);
    const staying = await listen(urls[1]);
    await placeOrders(orderUrl, 40);
    await fleet.kill(killed);
    await placeOrders(orderUrl, 20);
    const resumed = await listen(urls[1], cut.lastEventId);
    await placeOrders(orderUrl, 20);
    const expected = effectsOf({ confirmed: 60, declined: 20 });
    await waitFor(
      'all effects',
      () => readEffects(fleet),
      (seen) => isDeepStrictEqual(seen, expected),
    );
    const rows = await fleet.query<{ name: string }>(
      'conductor',
      `select saga_id || '/' || version as name from saga_event`,
    );
    expect(rows.length).toBeGreaterThan(300);
    for (const told of [[staying], [cut, resumed]]) {
      const missing = () => rows.filter(({ name }) => !namesOf(...told).has(name));
      await waitFor(
        'nothing is missing',
        () => Promise.resolve(missing().length),
        (left) => left === 0,
      );
    }
    for (const client of [staying, resumed]) {
      const names = client.dataOf('saga').map(({ sagaId, version }) => `${sagaId}/${version}`);
      expect([client.dataOf('reset'), new Set(names).size]).toEqual([[], names.length]);
    }
  });
});
