import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { effectsOf, readEffects } from './effects.fixture.js';
import { findFreePort, Fleet, placeOrders, waitFor, waitUntilUp } from './fleet.fixture.js';

/**
 * The distributed form: two conductors and three services as processes, on Postgres and RabbitMQ.
 */
describe('two conductors, one of which is killed while sagas run', () => {
  let fleet: Fleet;
  let conductors: ChildProcess[];
  let orderUrl: string;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const ports = { first: await findFreePort(), second: await findFreePort() };
    const orderPort = String(await findFreePort());
    orderUrl = `http://127.0.0.1:${orderPort}`;
    conductors = [
      await fleet.start('conductor', { PORT: String(ports.first) }),
      await fleet.start('conductor', { PORT: String(ports.second) }),
    ];
    await fleet.start('payment-service');
    await fleet.start('shipping-service');
    // the order service starts its sagas at the conductor that stays
    const conductorUrl = `http://127.0.0.1:${ports.second}`;
    await fleet.start('order-service', {
      ORDER_SERVICE_PORT: orderPort,
      CONDUCTOR_URL: conductorUrl,
    });
    await waitUntilUp(`http://127.0.0.1:${ports.first}/health/ready`);
    await waitUntilUp(`${conductorUrl}/health/ready`);
    await waitUntilUp(`${orderUrl}/orders/none`);
  });

  afterAll(() => fleet.end());

  it('brings all of them to an end, with every effect once and nothing lost', async () => {
    await placeOrders(orderUrl, 100);
    const [first] = conductors;
    if (first) await fleet.kill(first);
    await placeOrders(orderUrl, 20);

    const expected = effectsOf({ confirmed: 90, declined: 30 });
    await waitFor(
      'all effects',
      () => readEffects(fleet),
      (seen) => isDeepStrictEqual(seen, expected),
    );
    expect(await readEffects(fleet)).toEqual(expected);
  });
});
