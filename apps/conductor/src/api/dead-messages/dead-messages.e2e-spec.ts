import { KEPT_BYTES_MAX } from '#bus';
import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const UNKNOWN_ID = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';
const REASON = { reason: 'its cause is mended' };

let stack: ConductorStack;
let messages = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** A start by message of a definition that is not posted yet; gives its dead message. */
async function earlyStart(definition: string, input: object = { orderId: 'o-1' }): Promise<Json> {
  messages += 1;
  const messageId = `early-${messages}`;
  const data = { definition, input };
  await stack.publish({ json: { pattern: 'saga.start', data }, properties: { messageId } });
  return eventually(
    () => findBy(messageId),
    (message) => message !== undefined,
  );
}

async function findBy(messageId: string): Promise<Json> {
  const { body } = await stack.call('GET', '/v1/admin/dead-messages?limit=100');
  return body.items.find(({ properties }: Json) => properties.messageId === messageId);
}

const resolve = (id: string, verb: string, headers: Record<string, string> = {}) =>
  stack.call('POST', `/v1/admin/dead-messages/${id}/${verb}`, { body: REASON, headers });

const post = (name: string) =>
  stack.call('POST', '/v1/definitions', { body: { ...ORDER_DEFINITION, name } });

const countOf = async (definition: string): Promise<number> =>
  (await stack.call('GET', `/v1/sagas?definition=${definition}`)).body.items.length;

describe('A start that was set aside', () => {
  it('is taken again once its definition is there, and says what it led to', async () => {
    const dead = await earlyStart('early-one');
    expect(dead).toMatchObject({
      reason: 'DEFINITION_NOT_FOUND',
      isReplayable: true,
      whyNotReplayable: null,
      resolution: null,
    });
    await post('early-one');
    const { status, body } = await resolve(dead.id, 'replay');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: dead.id,
      resolution: 'replayed',
      resolvedBy: 'local',
      resolvedReason: REASON.reason,
      ledTo: 'taken',
      isReplayable: false,
    });
    expect(await countOf('early-one')).toBe(1);
    const shown = await stack.call('GET', `/v1/admin/dead-messages/${dead.id}`);
    expect(shown.body).toEqual(body);
    const audit = await stack.call('GET', `/v1/admin/audit?subject=dead-message:${dead.id}`);
    expect(audit.body.items).toMatchObject([
      {
        action: 'replay-dead-message',
        subject: { kind: 'dead-message', id: dead.id },
        actor: 'local',
        reason: REASON.reason,
        before: { reason: 'DEFINITION_NOT_FOUND' },
        after: { resolution: 'replayed', ledTo: 'taken' },
        outcome: 'done',
      },
    ]);
  });

  it('stays open when it still cannot be used, and is told why', async () => {
    const dead = await earlyStart('never-posted');
    const refused = await resolve(dead.id, 'replay');
    expectProblem(refused, 409, 'DEAD_MESSAGE_STILL_UNUSABLE');
    expect(refused.body.detail).toMatch(/^DEFINITION_NOT_FOUND: /);
    const { body } = await stack.call('GET', `/v1/admin/dead-messages/${dead.id}`);
    expect(body).toMatchObject({ resolution: null, isReplayable: true });
  });

  it('is taken once by two operators on two replicas', async () => {
    const { url } = await stack.addReplica();
    for (let round = 0; round < 5; round++) {
      const name = `early-twice-${round}`;
      const dead = await earlyStart(name);
      await post(name);
      const answers = await Promise.all(
        [stack.conductor.url, url].map((each) =>
          callUrl('POST', `${each}/v1/admin/dead-messages/${dead.id}/replay`, { body: REASON }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(await countOf(name)).toBe(1);
    }
  });

  it('is done once for one Idempotency-Key, which gets the same answer again', async () => {
    const dead = await earlyStart('early-key');
    await post('early-key');
    const headers = { 'idempotency-key': `replay-${dead.id}` };
    const first = await resolve(dead.id, 'replay', headers);
    const again = await resolve(dead.id, 'replay', headers);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expectProblem(await resolve(dead.id, 'replay'), 409, 'DEAD_MESSAGE_RESOLVED');
    expectProblem(await resolve(dead.id, 'discard'), 409, 'DEAD_MESSAGE_RESOLVED');
  });

  it('that was not kept whole cannot be taken again, and says so', async () => {
    const dead = await earlyStart('early-long', { text: 'x'.repeat(KEPT_BYTES_MAX) });
    expect(dead).toMatchObject({ isReplayable: false, isBodyTruncated: true });
    expect(dead.whyNotReplayable).toMatch(/^Only 4096 of its \d+ bytes were kept/);
    await post('early-long');
    expectProblem(await resolve(dead.id, 'replay'), 409, 'DEAD_MESSAGE_NOT_REPLAYABLE');
    expect(await countOf('early-long')).toBe(0);
  });

  it('can be discarded, and is then no open one', async () => {
    const dead = await earlyStart('discarded');
    const openIds = async (): Promise<readonly string[]> => {
      const { body } = await stack.call('GET', '/v1/admin/dead-messages?open=true&limit=100');
      expect(body.items.map(({ resolvedAt }: Json) => resolvedAt)).toEqual(
        body.items.map(() => null),
      );
      return body.items.map(({ id }: Json) => id);
    };
    expect(await openIds()).toContain(dead.id);
    const { body } = await resolve(dead.id, 'discard');
    expect(body).toMatchObject({ resolution: 'discarded', ledTo: null, isReplayable: false });
    expect(await openIds()).not.toContain(dead.id);
    expectProblem(await resolve(dead.id, 'replay'), 409, 'DEAD_MESSAGE_RESOLVED');
  });
});

describe('A message that is not there', () => {
  it('cannot be replayed or discarded', async () => {
    for (const verb of ['replay', 'discard']) {
      expectProblem(await resolve(UNKNOWN_ID, verb), 404, 'DEAD_MESSAGE_NOT_FOUND');
      const noReason = await stack.call('POST', `/v1/admin/dead-messages/${UNKNOWN_ID}/${verb}`, {
        body: {},
      });
      expectProblem(noReason, 400, 'VALIDATION_FAILED');
    }
  });
});
