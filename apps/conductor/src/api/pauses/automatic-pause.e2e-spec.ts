import { NO_ALERTS } from '#alerts';
import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const SAGAS = 200;
const PATIENT = {
  ...ORDER_DEFINITION,
  deadline: '10m',
  defaults: {
    retry: { maxAttempts: 9, initialInterval: '500ms', jitter: 'none' },
    timeout: '3s',
    compensation: { retry: { maxAttempts: 3 } },
  },
};
const COMMANDS = ['payment.authorize', 'payment.capture', 'payment.void'];
const RULES = {
  ...{ failures: 20, sagas: 10, share: 80, attempts: 1000, windowMs: 60_000 },
  ...{ except: [], probeMs: 500 },
};

let stack: ConductorStack;

beforeAll(async () => {
  const routes = [{ name: 'bus', type: 'events', kinds: ['automatic-pause'] }] as const;
  const alerts = { ...NO_ALERTS, routes, forMs: { ...NO_ALERTS.forMs, group: 0 } };
  stack = await ConductorStack.start({ automaticPause: RULES, alerts, alertLookMs: 500 });
  await stack.call('POST', '/v1/definitions', { body: PATIENT });
  await stack.addReplica();
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function startSagas(count: number): Promise<readonly string[]> {
  const body = { definition: 'place-order', input: { orderId: 'o' } };
  const started = Array.from({ length: count }, () => stack.call('POST', '/v1/sagas', { body }));
  return (await Promise.all(started)).map((answer) => answer.body.id as string);
}

async function pauses(query = 'active=true'): Promise<readonly Json[]> {
  return (await stack.call('GET', `/v1/admin/pauses?${query}`)).body.items;
}

async function untilPaused(where: (pause: Json) => boolean = () => true): Promise<Json> {
  const found = await eventually(
    () => pauses(),
    (items) => items.some(where),
  );
  const pause = found.find(where);
  if (pause === undefined) throw new Error('nothing is paused');
  return pause;
}

async function statuses(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await stack.sql.query<{ status: string; count: number }>(
    'select status, count(*)::int as count from saga group by 1',
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

const allEnded = () =>
  eventually(statuses, ({ running = 0, compensating = 0 }) => running + compensating === 0);

/** It takes commands and answers none, as a service that dies with each of them. */
function die(): void {
  for (const command of COMMANDS) stack.script.set(command, isSilent);
}

describe('A participant that is dead for a while', () => {
  it(`is paused by the conductor, and ${SAGAS} sagas end well when it is back`, async () => {
    die();
    const authorized = stack.record('payment.authorize');
    const ids = await startSagas(SAGAS);
    const pause = await untilPaused();
    expect(pause).toMatchObject({
      scope: { participant: 'payment' },
      by: 'conductor',
      withCompensations: false,
      until: null,
      automatic: { failures: 20, probes: 0 },
    });
    expect(pause.reason).toMatch(/^20 attempts in a row failed at payment, of \d+ sagas, the last/);
    // a dozen intervals in which each of them would have had another attempt
    const probed = await untilPaused(({ automatic }) => automatic.probes >= 12);
    expect(probed.id).toBe(pause.id);
    expect(await statuses()).toEqual({ running: SAGAS });
    await expectSentence(ids);
    const { body: told } = await stack.call('GET', '/v1/admin/alerts');
    const alert = { key: 'pause:payment', kind: 'automatic-pause' };
    expect(told.alerts).toEqual(expect.arrayContaining([expect.objectContaining(alert)]));
    stack.script.clear();
    expect(await allEnded()).toEqual({ completed: SAGAS });
    const [over] = await pauses('limit=1');
    expect(over).toMatchObject({
      id: pause.id,
      endedBy: 'conductor',
      automatic: { nextProbeAt: null },
    });
    expect(over?.endReason).toBe('payment answered a probe');
    // one or two timed out, those that were probed had more; nobody was sent four times in vain
    const probes = over?.automatic.probes as number;
    expect(authorized.length).toBeLessThan(3 * SAGAS + probes);
    const { body: audit } = await stack.call('GET', '/v1/admin/audit?limit=2');
    expect(audit.items).toMatchObject([
      { action: 'resume', actor: 'conductor', via: 'conductor', reason: over?.endReason },
      { action: 'pause', actor: 'conductor', via: 'conductor', reason: pause.reason },
    ]);
  });
});

/** What one of those that are held says, and the history of one that was let through. */
async function expectSentence(ids: readonly string[]): Promise<void> {
  const [id = ''] = ids;
  const { body } = await stack.call('GET', `/v1/sagas/${id}`);
  expect(body.waiting).toMatchObject({ code: 'paused', until: expect.any(String) });
  expect(body.waiting.text).toMatch(
    /^authorize is paused since .+Z: the participant payment is paused automatically \(20 attempts/,
  );
  expect(body.waiting.text).toMatch(
    / sagas, the last with TIMEOUT\), and its clocks stand still; /,
  );
  expect(body.waiting.text).toMatch(/; an attempt is let through at .+Z/);
  expect(body.waiting.text).not.toContain('until you act');
  const { body: overview } = await stack.call('GET', '/v1/admin/overview');
  expect(overview.backlog).toMatchObject({ pauses: 1, automaticPauses: 1 });
}

describe('An automatic pause', () => {
  it('is ended by a person, and not made again by what failed before', async () => {
    die();
    const ids = await startSagas(40);
    const pause = await untilPaused();
    stack.script.clear();
    const path = `/v1/admin/pauses/${pause.id}/resume`;
    const answer = await stack.call('POST', path, { body: { reason: 'it is back' } });
    // a probe may have been faster
    if (answer.status !== 200) expectProblem(answer, 409, 'PAUSE_OVER');
    for (const id of ids) {
      const { body } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
      expect(body.status).toBe('completed');
    }
    const [newest] = await pauses('limit=1');
    expect(newest?.id).toBe(pause.id);
  });

  it('becomes a pause of a person who pauses the same, which nothing goes through', async () => {
    die();
    const ids = await startSagas(40);
    const { id } = await untilPaused();
    const body = { scope: { participant: 'payment' }, reason: 'we look into it' };
    const { body: own } = await stack.call('POST', '/v1/admin/pauses', { body });
    const active = await pauses();
    expect(active).toMatchObject([{ id: own.id, automatic: null, by: 'local' }]);
    const replaced = (await pauses('limit=2')).find((pause) => pause.id === id);
    expect(replaced).toMatchObject({
      endedBy: 'local',
      endReason: 'they made a pause of their own: we look into it',
    });
    stack.script.clear();
    const end = { body: { reason: 'found' } };
    await stack.call('POST', `/v1/admin/pauses/${own.id}/resume`, end);
    for (const saga of ids) {
      const { body: ended } = await stack.call('GET', `/v1/sagas/${saga}?wait=30s`);
      expect(ended.status).toBe('completed');
    }
  });

  it('is not made for a few sagas that keep failing, however often', async () => {
    const failed = stack.record('shipping.ship');
    stack.script.set('shipping.ship', errs('BROKEN'));
    const ids = await startSagas(RULES.sagas - 1);
    for (let round = 0; round < 4; round++) {
      for (const id of ids) {
        await eventually(
          async () => (await stack.call('GET', `/v1/sagas/${id}`)).body.status,
          (status) => status === 'stuck',
        );
        const path = `/v1/admin/sagas/${id}/retry`;
        await stack.call('POST', path, { body: { reason: 'again' } });
      }
    }
    expect(failed.length).toBeGreaterThan(RULES.failures);
    expect(await pauses()).toEqual([]);
  });
});
