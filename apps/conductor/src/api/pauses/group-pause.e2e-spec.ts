import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import { type Answer, ConductorStack, errs } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const REASON = { reason: 'the carrier looks into it' };
const UNKNOWN = '0123456789abcdef';
const DEFINITION = {
  name: 'parcel',
  deadline: '10m',
  defaults: {
    retry: { maxAttempts: 90, initialInterval: '2s', backoffCoefficient: 1, jitter: 'none' },
    timeout: '5m',
  },
  steps: [
    { name: 'pay', command: 'payment.capture', kind: 'pivot' },
    {
      name: 'ship',
      command: 'shipping.ship',
      kind: 'retryable',
      input: { orderId: '${input.orderId}' },
    },
  ],
};
const ONCE = { ...DEFINITION, name: 'parcel-once', defaults: { retry: { maxAttempts: 1 } } };

let stack: ConductorStack;
/** What is answered to `ship` of a saga, by the order's id; others succeed. */
const answers = new Map<string, Answer>();
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start({ automaticPause: null });
  stack.script.set('shipping.ship', (command) => {
    const { orderId } = command.data as { readonly orderId: string };
    return answers.get(orderId)?.(command) ?? { type: 'succeeded', output: {} };
  });
  for (const body of [DEFINITION, ONCE]) await stack.call('POST', '/v1/definitions', { body });
  await stack.addReplica();
});

afterAll(() => stack.close());

async function start(definition: string, code: string): Promise<{ id: string; orderId: string }> {
  orders += 1;
  const orderId = `o-${orders}`;
  answers.set(orderId, errs(code));
  const body = { definition, input: { orderId } };
  const { body: saga } = await stack.call('POST', '/v1/sagas', { body });
  return { id: saga.id, orderId };
}

async function groupOf(definition: string, code: string, count: number): Promise<Json> {
  const isIt = (group: Json) =>
    group.definition === definition && group.error.code === code && group.count === count;
  const found = await eventually(
    async () => (await stack.call('GET', '/v1/admin/failures')).body.groups as Json[],
    (groups) => groups.some(isIt),
  );
  return found.find(isIt) ?? {};
}

function pause(failureGroup: string, more: object = {}) {
  const body = { scope: { failureGroup }, ...REASON, ...more };
  return stack.call('POST', '/v1/admin/pauses', { body });
}

function resume(id: string) {
  return stack.call('POST', `/v1/admin/pauses/${id}/resume`, { body: REASON });
}

function untilHeld(pauseId: string, count: number): Promise<unknown> {
  return eventually(
    async () => (await stack.call('GET', '/v1/admin/pauses?active=true')).body.items as Json[],
    (items) => items.some(({ id, heldSagas }) => id === pauseId && heldSagas === count),
  );
}

async function waitForEnd(id: string): Promise<string> {
  return (await stack.call('GET', `/v1/sagas/${id}?wait=30s`)).body.status;
}

async function paused(definition: string): Promise<readonly string[]> {
  const query = `waiting=paused&definition=${definition}`;
  const { body } = await stack.call('GET', `/v1/admin/sagas?${query}`);
  return (body.items as Json[]).map(({ id }) => id as string).sort();
}

const idsOf = (sagas: readonly { readonly id: string }[]) => sagas.map(({ id }) => id).sort();

describe('A pause of a group of failures', () => {
  it(
    'given two groups at one step, when one is paused, then its sagas wait, and those that come ' +
      'to it; the other goes on; and all go on when it is resumed',
    async () => {
      const calls = stack.record('shipping.ship');
      const sentTo = (orderId: string) =>
        calls.filter(({ data }) => (data as { orderId: string }).orderId === orderId).length;
      const before = [await start('parcel', 'NO_TRUCK'), await start('parcel', 'NO_TRUCK')];
      const other = await start('parcel', 'ROAD_CLOSED');
      const { fingerprint } = await groupOf('parcel', 'NO_TRUCK', 2);
      await groupOf('parcel', 'ROAD_CLOSED', 1);
      const { status, body } = await pause(fingerprint);
      expect(status).toBe(201);
      const place = { definition: 'parcel', step: 'ship', direction: 'execute' };
      expect(body).toMatchObject({
        scope: { failureGroup: fingerprint, place },
        withCompensations: false,
      });
      expectProblem(await pause(fingerprint), 409, 'SCOPE_PAUSED');
      await untilHeld(body.id, 2);
      const sent = before.map(({ orderId }) => sentTo(orderId));
      const sentBefore = sentTo(other.orderId);
      await eventually(
        async () => sentTo(other.orderId),
        (count) => count >= sentBefore + 2,
      );
      const later = await start('parcel', 'NO_TRUCK');
      await untilHeld(body.id, 3);
      const all = [...before, later];
      expect(await paused('parcel')).toEqual(idsOf(all));
      const { body: shown } = await stack.call('GET', `/v1/sagas/${later.id}`);
      expect(shown.waiting).toMatchObject({ code: 'paused', until: null });
      expect(shown.waiting.text).toContain(REASON.reason);
      answers.delete(other.orderId);
      expect(await waitForEnd(other.id)).toBe('completed');
      expect(before.map(({ orderId }) => sentTo(orderId))).toEqual(sent);
      expect(sentTo(later.orderId)).toBe(1);
      answers.clear();
      expect((await resume(body.id)).status).toBe(200);
      for (const { id } of all) expect(await waitForEnd(id)).toBe('completed');
      expect(before.map(({ orderId }) => sentTo(orderId))).toEqual(sent.map((count) => count + 1));
      const query = `subject=group:${fingerprint}`;
      const { body: audit } = await stack.call('GET', `/v1/admin/audit?${query}`);
      expect(audit.items).toMatchObject([
        { action: 'resume', reason: REASON.reason },
        { action: 'pause', reason: REASON.reason },
      ]);
    },
  );

  it(
    'given stuck sagas, when one is retried in the pause, then it is previewed as held, and goes ' +
      'out with the resume; the others can be retried after it',
    async () => {
      const stuck = [await start('parcel-once', 'BROKEN'), await start('parcel-once', 'BROKEN')];
      const { fingerprint } = await groupOf('parcel-once', 'BROKEN', 2);
      const { body } = await pause(fingerprint);
      answers.clear();
      const [first, second] = idsOf(stuck).map((id) => `/v1/admin/sagas/${id}`);
      const { body: preview } = await stack.call('POST', `${first}/preview`, {
        body: { action: 'retry' },
      });
      expect(preview).toMatchObject({
        commands: [],
        heldBy: [{ id: body.id, scope: { failureGroup: fingerprint } }],
      });
      await stack.call('POST', `${first}/retry`, { body: REASON });
      await untilHeld(body.id, 1);
      expect(await paused('parcel-once')).toEqual(idsOf(stuck).slice(0, 1));
      await resume(body.id);
      expect(await waitForEnd(idsOf(stuck)[0] ?? '')).toBe('completed');
      await stack.call('POST', `${second}/retry`, { body: REASON });
      expect(await waitForEnd(idsOf(stuck)[1] ?? '')).toBe('completed');
    },
  );

  it('given what is no group, when it is paused, then the answer says so', async () => {
    expectProblem(await pause(UNKNOWN), 404, 'FAILURE_GROUP_NOT_FOUND');
    const answer = await pause('what');
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toMatchObject([{ path: '/scope/failureGroup' }]);
  });
});
