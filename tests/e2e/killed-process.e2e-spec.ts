import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { effectsOf, readEffects } from './effects.fixture.js';
import { findFreePort, Fleet, placeOrders, waitFor, waitUntilUp } from './fleet.fixture.js';

/** What `npm start` runs: everything in one process, with a bus that forgets when it is killed. */
describe('the one process, killed in the middle of a hundred open sagas', () => {
  let fleet: Fleet;
  let orderUrl: string;
  let settings: Record<string, string>;

  const startAll = async (): Promise<ChildProcess> => {
    const child = await fleet.start('standalone', settings);
    await waitUntilUp(`${orderUrl}/orders/none`);
    return child;
  };

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const orderPort = String(await findFreePort());
    orderUrl = `http://127.0.0.1:${orderPort}`;
    settings = { PORT: String(await findFreePort()), ORDER_SERVICE_PORT: orderPort, AMQP_URL: '' };
  });

  afterAll(() => fleet.end());

  it('goes on at its next start: all come to an end, every effect once, nothing lost', async () => {
    const first = await startAll();
    await placeOrders(orderUrl, 100);
    await fleet.kill(first);
    const { sagas } = await readEffects(fleet);
    expect((sagas['running'] ?? 0) + (sagas['compensating'] ?? 0)).toBeGreaterThan(0);

    await startAll();

    const expected = effectsOf({ confirmed: 75, declined: 25 });
    await waitFor(
      'all effects',
      () => readEffects(fleet),
      (seen) => isDeepStrictEqual(seen, expected),
    );
    expect(await readEffects(fleet)).toEqual(expected);
  });
});
