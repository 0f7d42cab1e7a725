import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { effectsOf, readEffects } from './effects.fixture.js';
import { findFreePort, Fleet, placeOrders, waitFor, waitUntilUp } from './fleet.fixture.js';

interface Replica {
  readonly id: string;
  readonly isThis: boolean;
  readonly hasLeft: boolean;
  readonly replyQueues: readonly { readonly name: string; readonly isHome: boolean }[];
}

/**
 * Two conductors as processes, each with a reply queue of its own. One leaves, is killed, or stands
 * still; the other one reads what came for it.
 */
describe('The reply queue of a conductor', () => {
  let fleet: Fleet;
  let staying: string;
  let coming: string;
  /** The order service that starts its sagas at the conductor that comes. */
  let orderUrl: string;
  let placed = 0;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    const free = async () => `http://127.0.0.1:${await findFreePort()}`;
    [staying, coming, orderUrl] = [await free(), await free(), await free()];
    await fleet.start('conductor', { PORT: new URL(staying).port });
    await fleet.start('payment-service');
    await fleet.start('shipping-service');
    await waitUntilUp(`${staying}/health/ready`);
  });

  afterAll(() => fleet.end());

  const replicas = async (url: string): Promise<readonly Replica[]> => {
    const answer = await fetch(`${url}/v1/admin/overview`);
    return ((await answer.json()) as { replicas: readonly Replica[] }).replicas;
  };
  const queuesOf = async (url: string): Promise<readonly string[]> => {
    const own = (await replicas(url)).find(({ isThis }) => isThis);
    return (own?.replyQueues ?? []).map(({ name }) => name.split('.').at(-1) ?? '');
  };
  const reads = (url: string, numbers: readonly string[]) =>
    waitFor(
      `reads ${numbers.join()}`,
      () => queuesOf(url),
      (seen) => seen.join() === numbers.join(),
    );
  const comes = async (): Promise<ChildProcess> => {
    const child = await fleet.start('conductor', { PORT: new URL(coming).port });
    await waitUntilUp(`${coming}/health/ready`);
    return child;
  };
  const place = async (count: number): Promise<void> => {
    await placeOrders(orderUrl, count);
    placed += count;
  };
  const allEnd = async (): Promise<void> => {
    const expected = effectsOf({ confirmed: (placed * 3) / 4, declined: placed / 4 });
    await waitFor(
      'all effects',
      () => readEffects(fleet),
      (seen) => isDeepStrictEqual(seen, expected),
    );
  };

  it('is another one for each, and is read by the other one after it was killed', async () => {
    await reads(staying, ['0']);
    const child = await comes();
    await reads(coming, ['1']);
    expect((await replicas(coming)).filter(({ hasLeft }) => !hasLeft)).toHaveLength(2);
    const { port } = new URL(orderUrl);
    await fleet.start('order-service', { ORDER_SERVICE_PORT: port, CONDUCTOR_URL: coming });
    await waitUntilUp(`${orderUrl}/orders/none`);
    await place(40);
    await fleet.kill(child);
    await reads(staying, ['0', '1']);
    await allEnd();
  });

  it('is given to one that comes, and is read by the other one after it has left', async () => {
    const child = await comes();
    await reads(coming, ['1']);
    await reads(staying, ['0']);
    await place(40);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await reads(staying, ['0', '1']);
    await allEnd();
  });

  it('is taken from one that stands still, which goes on with another one', async () => {
    const child = await comes();
    await reads(coming, ['1']);
    await place(40);
    child.kill('SIGSTOP');
    await reads(staying, ['0', '1']);
    child.kill('SIGCONT');
    await reads(coming, ['1']);
    await reads(staying, ['0']);
    await allEnd();
  });
});
