import { randomUUID } from 'node:crypto';
import { eventually } from '#testing-internal';
import { ConductorStack, succeeds } from '../../conductor-stack.fixture.js';
import { expectProblem, type HttpAnswer } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { CLONE_SAGA, stuckSagas } from './cloned-sagas.fixture.js';

const REASON = { reason: 'the trucks are back' };
let stack: ConductorStack;
let names = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
});
beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

/** Of a definition of their own. */
function stuckOnes(count: number): Promise<string> {
  return stuckSagas(stack, `seen-${names++}`, count);
}

function bulk(body: object, key?: string): Promise<HttpAnswer> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return stack.call('POST', '/v1/admin/bulk', { body: { ...body, ...REASON }, headers });
}

function untilOver(id: string): Promise<Json> {
  return eventually(
    async () => (await stack.call('GET', `/v1/admin/bulk/${id}`)).body,
    ({ status }) => status === 'done' || status === 'stopped',
  );
}

async function statusesOf(definition: string): Promise<readonly string[]> {
  const { rows } = await stack.sql.query<{ status: string }>(
    'select status from saga where definition_name = $1',
    [definition],
  );
  return rows.map(({ status }) => status);
}

describe('A dry run', () => {
  it('counts what would go out to whom, and why not, and previews the first ones', async () => {
    // given 12 stuck sagas, one of which has ended since
    const definition = await stuckOnes(12);
    const { rows } = await stack.sql.query<{ id: string }>(
      'select id from saga where definition_name = $1 order by id',
      [definition],
    );
    const [ended = ''] = rows.map(({ id }) => id);
    await stack.call('POST', `/v1/admin/sagas/${ended}/abandon`, { body: REASON });
    const looking = { filter: `definition=${definition}`, action: 'retry', dryRun: true };
    const ship = { participant: 'shipping', command: 'shipping.ship', direction: 'execute' };
    // when
    const { body: looked } = await bulk(looking);
    // then
    expect(looked).toMatchObject({
      ...{ id: null, count: 12, previewHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      outlook: {
        ...{ looked: 12, isWhole: true, allowed: 11 },
        commands: [{ ...ship, isHeld: false, commands: 11, sagas: 11 }],
        refusals: [{ code: 'SAGA_ENDED', sagas: 1 }],
      },
    });
    expect(looked.sample).toHaveLength(10);
    const [first, second] = looked.sample;
    expect(first).toMatchObject({ sagaId: ended, allowed: false, preview: null });
    expect(second.preview).toMatchObject({
      commands: [{ step: 'ship', queue: 'conductor.commands.shipping', isDataShown: true }],
      inTheEnd: { status: 'completed' },
    });
    // and while the participant is paused
    const scope = { participant: 'shipping' };
    const { body: pause } = await stack.call('POST', '/v1/admin/pauses', {
      body: { scope, ...REASON },
    });
    const { body: held } = await bulk(looking);
    expect(held.outlook.commands).toMatchObject([{ ...ship, isHeld: true, commands: 11 }]);
    expect(held.previewHash).not.toBe(looked.previewHash);
    await stack.call('POST', `/v1/admin/pauses/${pause.id}/resume`, { body: REASON });
    expect((await statusesOf(definition)).toSorted().slice(0, 2)).toEqual(['abandoned', 'stuck']);
  });

  it('that is confirmed is what is then done, and is refused when it would not be', async () => {
    const definition = await stuckOnes(3);
    const body = { filter: `definition=${definition}`, action: 'retry' };
    const { body: looked } = await bulk({ ...body, dryRun: true });
    const { previewHash } = looked;
    // another saga is as the filter says
    const [{ sagaId }] = looked.sample;
    await stack.sql.query(CLONE_SAGA, [sagaId, 1]);
    const outdated = await bulk({ ...body, previewHash });
    expectProblem(outdated, 409, 'PREVIEW_OUTDATED');
    expectProblem(await bulk({ ...body, previewHash: 'abc' }), 400, 'VALIDATION_FAILED');
    const { body: again } = await bulk({ ...body, dryRun: true });
    // the refusal has what has changed
    expect(timeless(outdated.body.bulk)).toEqual(timeless({ ...again, outlook: null }));
    expect(outdated.body.bulk.count).toBe(looked.count + 1);
    stack.script.set('shipping.ship', succeeds);
    const key = randomUUID();
    const confirmed = { ...body, previewHash: again.previewHash };
    const made = await bulk(confirmed, key);
    expect([made.status, made.body.count]).toEqual([201, 4]);
    expect(await untilOver(made.body.id)).toMatchObject({ status: 'done', counts: { good: 4 } });
    // the same request again is answered as before, though nothing is as it was
    const repeated = await bulk(confirmed, key);
    expect([repeated.status, repeated.body.id]).toEqual([200, made.body.id]);
  });
});

describe('A bulk of pauses', () => {
  it('pauses each saga, and another one resumes them', async () => {
    const definition = await stuckOnes(7);
    const paused = `saga_pause join saga on saga.id = saga_pause.saga_id
                    where definition_name = '${definition}'`;
    const count = async () => {
      const sql = `select count(*)::int as count from ${paused}`;
      return (await stack.sql.query<{ count: number }>(sql)).rows[0]?.count;
    };
    for (const [action, expected] of [
      ['pause', 7],
      ['resume', 0],
    ] as const) {
      const { body: made } = await bulk({ filter: `definition=${definition}`, action });
      const over = await untilOver(made.id);
      expect(over).toMatchObject({ status: 'done', counts: { done: 7, good: 7 } });
      expect(await count()).toBe(expected);
    }
  });
});

/** Each answer says when a timer would be due if it were done now. */
function timeless(answer: Json): Json {
  return JSON.parse(JSON.stringify(answer).replaceAll(/"\d{4}-\d\d-\d\dT[^"]+Z"/g, '"an instant"'));
}
