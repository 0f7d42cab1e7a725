import { isDeepStrictEqual } from 'node:util';
import { effectsOf, readEffects, type Effects } from './effects.fixture.js';
import { findFreePort, Fleet, placeOrders, waitFor, waitUntilUp } from './fleet.fixture.js';

/** Their commands come in envelopes: a killed service may have had many of them in hand. */
describe('services that are killed while they have commands in hand', () => {
  let fleet: Fleet;
  let orderUrl: string;
  let conductorUrl: string;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const port = String(await findFreePort());
    const orderPort = String(await findFreePort());
    orderUrl = `http://127.0.0.1:${orderPort}`;
    conductorUrl = `http://127.0.0.1:${port}`;
    await fleet.start('conductor', { PORT: port });
    await fleet.start('order-service', {
      ORDER_SERVICE_PORT: orderPort,
      CONDUCTOR_URL: conductorUrl,
    });
    await waitUntilUp(`${conductorUrl}/health/ready`);
    await waitUntilUp(`${orderUrl}/orders/none`);
  });

  afterAll(() => fleet.end());

  it('have done every command once in the end, and lost none', async () => {
    const services = ['payment-service', 'shipping-service'];
    const first = await Promise.all(services.map((service) => fleet.start(service)));
    await untilEnvelopes(['order', 'payment', 'shipping']);
    await placeOrders(orderUrl, 100);
    await waitFor(
      'a capture',
      () => fleet.query<{ count: number }>('payment', 'select count(*)::int from capture'),
      ([row]) => (row?.count ?? 0) > 0,
    );
    for (const child of first) await fleet.kill(child);
    for (const service of services) await fleet.start(service);
    await placeOrders(orderUrl, 20);

    // a service that is away for three attempts has its order undone: all or nothing, once
    const { orders = {} } = await waitFor(
      'all effects',
      () => readEffects(fleet),
      (seen) => isDeepStrictEqual(seen, expectedOf(seen)),
    );
    expect(orders['rejected']).toBeGreaterThanOrEqual(30);
  });

  /** Every order confirmed or rejected, and nothing else left of either. */
  function expectedOf({ orders }: Effects): Effects {
    const { confirmed = 0 } = orders;
    return effectsOf({ confirmed, declined: 120 - confirmed });
  }

  /** Each of them has said that it takes them, and nobody else reads its queue. */
  async function untilEnvelopes(participants: readonly string[]): Promise<void> {
    interface Item {
      readonly participant: string;
      readonly envelopes: number;
    }
    await waitFor(
      'envelopes',
      async () => {
        const answer = await fetch(`${conductorUrl}/v1/admin/participants`);
        return ((await answer.json()) as { items: readonly Item[] }).items;
      },
      (items) =>
        participants.every((name) =>
          items.some(({ participant, envelopes }) => participant === name && envelopes > 1),
        ),
    );
  }
});
