import type { ChildProcess } from 'node:child_process';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { UNSENT } from './effects.fixture.js';
import { findFreePort, Fleet, waitFor, waitUntilUp } from './fleet.fixture.js';

const step = (name: string, more: object) => ({
  name,
  command: 'shipping.reserve',
  compensation: 'shipping.release',
  input: { orderId: `\${saga.key}-${name}`, lines: [{ sku: 'book', quantity: 1 }] },
  ...more,
});
const DEFINITION = { name: 'reserve', steps: [step('first', {}), step('second', {})] };
const SAGAS = 200;

describe('a definition that is paused under load', () => {
  let fleet: Fleet;
  let url: string;

  beforeAll(async () => {
    fleet = await Fleet.prepare();
    await fleet.start('shipping-service');
  });
  afterAll(() => fleet.end());

  const startConductor = async (): Promise<ChildProcess> => {
    const port = String(await findFreePort());
    url = `http://127.0.0.1:${port}`;
    const conductor = await fleet.start('conductor', { PORT: port });
    await waitUntilUp(`${url}/health/ready`);
    return conductor;
  };
  const call = (path: string, body: object) => callUrl('POST', `${url}${path}`, { body });
  const count = async (sql: string, database: 'conductor' | 'shipping' = 'conductor') =>
    Number((await fleet.query<{ count: string }>(database, sql))[0]?.count);
  const issued = () =>
    count(`select count(*) from saga_event where data like '%"command-issued"%'`);
  const held = () => count('select count(*) from pause_hold');

  it('stands still over a kill of the conductor, and all ends once it is resumed', async () => {
    let conductor = await startConductor();
    expect((await call('/v1/definitions', DEFINITION)).status).toBe(201);
    const start = (index: number) => {
      const body = { definition: 'reserve', key: `o-${index}`, input: {} };
      return callUrl('POST', `${url}/v1/sagas`, { body });
    };
    const starts = Array.from({ length: SAGAS }, (_, index) => index);
    await Promise.all(starts.slice(0, SAGAS / 2).map(start));
    const paused = await call('/v1/admin/pauses', {
      scope: { definition: 'reserve' },
      reason: 'stocktaking',
    });
    expect(paused.status).toBe(201);
    await Promise.all(starts.slice(SAGAS / 2).map(start));
    await waitFor('new sagas are held', held, (sagas) => sagas >= SAGAS / 2);

    await fleet.kill(conductor);
    const before = await issued();
    conductor = await startConductor();
    // replies that were on their way are taken; nothing new goes out
    await waitFor(
      'nothing is on its way',
      () => count(UNSENT),
      (left) => left === 0,
    );
    expect(await issued()).toBe(before);

    expect(
      (await call(`/v1/admin/pauses/${paused.body.id}/resume`, { reason: 'done' })).status,
    ).toBe(200);
    await waitFor(
      'some are woken',
      () => count(`select count(*) from saga where status = 'completed'`),
      (completed) => completed > 0,
    );
    await fleet.kill(conductor);
    await startConductor();
    await waitFor(
      'all sagas are completed',
      () => count(`select count(*) from saga where status = 'completed'`),
      (completed) => completed === SAGAS,
    );
    const reserved = `select count(*) from reservation where status = 'reserved'`;
    expect(await count(reserved, 'shipping')).toBe(2 * SAGAS);
    expect(await held()).toBe(0);
  });
});
