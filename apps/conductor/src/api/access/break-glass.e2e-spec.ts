import { eventually } from '#testing-internal';
import { readAlertSettings } from '#alerts';
import type { Json } from '../openapi/conformance.fixture.js';
import { FourEyesStack, REASON } from '../approvals/four-eyes-stack.fixture.js';

let eyes: FourEyesStack;
let heard: Json[];

beforeAll(async () => {
  const routes = [{ name: 'own', type: 'events' }];
  const alerts = readAlertSettings(JSON.stringify({ routes }), (fault) => {
    throw new Error(fault);
  });
  eyes = await FourEyesStack.start(['abandon'], {
    ...(alerts === undefined ? {} : { alerts }),
    alertLookMs: 250,
  });
  heard = await eyes.stack.listen('alert.#');
});
afterAll(() => eyes.stack.close());

function uses(): Promise<readonly Json[]> {
  return eyes
    .as('root', 'GET', '/v1/admin/audit?action=use-break-glass&limit=100')
    .then(({ body }) => (body.items as Json[]).toReversed());
}

async function told(kind: string): Promise<readonly Json[]> {
  const { body } = await eyes.as('root', 'GET', '/v1/admin/alerts');
  return (body.alerts as Json[]).filter((alert) => alert.kind === kind);
}

describe('A key for emergencies', () => {
  it('acts by itself, and each use is on record, and told', async () => {
    // given
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    const before = (await uses()).length;
    // when
    const done = await eyes.as('glass', 'POST', path, REASON);
    // then
    expect([done.status, done.body.status]).toEqual([200, 'abandoned']);
    const noted = (await uses()).slice(before);
    expect(noted).toMatchObject([
      {
        ...{ actor: 'glass', credential: 'setting:glass', outcome: 'done' },
        subject: { kind: 'key', id: 'glass' },
        request: { method: 'POST', path, address: expect.stringContaining('127.0.0.1') },
      },
    ]);
    const [alert] = await eventually(
      () => told('break-glass'),
      (alerts) => alerts.length > 0,
    );
    expect(alert).toMatchObject({
      title: 'The key for emergencies glass was used',
      toldAt: expect.any(String),
    });
    await eventually(
      async () => (await eyes.as('root', 'GET', '/v1/admin/alerts/deliveries')).body.items,
      (items: Json[]) =>
        items.some(({ key, status }) => key === 'break-glass:glass' && status === 'sent'),
    );
    const metrics = await fetch(`${eyes.stack.conductor.url}/metrics`, {
      headers: { authorization: 'Bearer root-0123456789abcdef' },
    });
    expect(await metrics.text()).toMatch(/conductor_break_glass_uses_total\{key="glass"\} \d+/);
  });

  it('that reads the same again within a minute is noted once, with every act', async () => {
    const before = (await uses()).length;
    for (let at = 0; at < 5; at += 1) await eyes.as('glass', 'GET', '/v1/admin/bulk');
    const afterReads = (await uses()).slice(before);
    expect(afterReads.length).toBeLessThanOrEqual(2);
    expect(afterReads[0]).toMatchObject({ request: { path: '/v1/admin/bulk' } });
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/pause`;
    for (let at = 0; at < 3; at += 1) await eyes.as('glass', 'POST', path, REASON);
    const paths = (await uses()).map(({ request }) => request.path);
    expect(paths.filter((each) => each === path)).toHaveLength(3);
  });

  it('does nothing that cannot be noted', async () => {
    const saga = await eyes.stuckSaga();
    await eyes.stack.sql.query('alter table break_glass_use rename to away');
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    const refused = await eyes.as('glass', 'POST', path, REASON);
    await eyes.stack.sql.query('alter table away rename to break_glass_use');
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect((await eyes.sagaOf(saga.id)).status).toBe('stuck');
  });
});

describe('An act that waits for a second person', () => {
  it('is told until somebody decides', async () => {
    const saga = await eyes.stuckSaga();
    const asked = await eyes.asked(saga.id);
    const [alert] = await eventually(
      () => told('approval-asked'),
      (alerts) => alerts.length > 0,
    );
    expect(alert).toMatchObject({
      title: 'anna asks for a second person: abandon',
      key: `approval:${asked.id}`,
      act: 'See what it would do now, then confirm or reject it',
    });
    await eventually(
      () => Promise.resolve(heard),
      (all) => JSON.stringify(all).includes(`approval:${asked.id}`),
    );
    await eyes.decide('ben', asked.id, 'reject');
    expect((await eyes.approval(asked.id)).state).toBe('rejected');
  });
});
