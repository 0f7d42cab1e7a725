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
  return stuckSagas(stack, `order-${names++}`, count);
}

function post(path: string, body: object, key?: string): Promise<HttpAnswer> {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return stack.call('POST', `/v1/admin/bulk${path}`, { body, headers });
}

async function bulkOf(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/admin/bulk/${id}`)).body;
}

function untilOver(id: string): Promise<Json> {
  return eventually(
    () => bulkOf(id),
    ({ status }) => status === 'done' || status === 'stopped',
  );
}

async function resultsOf(id: string, query = ''): Promise<readonly Json[]> {
  const all: Json[] = [];
  let next: string | null = '';
  while (next !== null) {
    const cursor: string = next === '' ? '' : `&cursor=${next}`;
    const path = `/v1/admin/bulk/${id}/results?limit=100${query}${cursor}`;
    const { body } = await stack.call('GET', path);
    all.push(...body.items);
    next = body.next as string | null;
  }
  return all;
}

async function countOf(sql: string, ...values: readonly unknown[]): Promise<number> {
  const { rows } = await stack.sql.query<{ count: number }>(
    `select count(*)::int as count from ${sql}`,
    [...values],
  );
  return rows[0]?.count ?? -1;
}

describe('A bulk of 10,000 whose canary fails', () => {
  it('touches one saga, and stops by itself', async () => {
    // given a cause that is not mended
    const definition = await stuckOnes(10_000);
    const body = { filter: `definition=${definition}&status=stuck`, action: 'retry', ...REASON };
    const { body: looked } = await post('', { ...body, dryRun: true });
    expect(looked).toMatchObject({ count: 10_000, outlook: { refusals: [] } });
    const { allowed, commands, looked: seen, isWhole } = looked.outlook;
    expect([allowed, commands[0].commands, isWhole]).toEqual([seen, seen, seen === 10_000]);
    // when
    const { previewHash } = looked;
    const made = await post('', { ...body, previewHash });
    expect([made.status, made.body]).toEqual([
      201,
      { id: expect.any(String), count: 10_000, sample: [], outlook: null, previewHash: null },
    ]);
    const bulk = await untilOver(made.body.id);
    // then
    expect(bulk).toMatchObject({
      status: 'stopped',
      stop: { code: 'CANARY_FAILED', detail: '1 of 1 failed; at most 10 % may' },
      counts: { waiting: 9_999, done: 1, refused: 0, bad: 1 },
      stage: 0,
      stageEnd: 1,
    });
    const touched = `saga where definition_name = $1
                       and version > (select min(version) from saga where definition_name = $1)`;
    expect(await countOf(touched, definition)).toBe(1);
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?operation=${bulk.id}`);
    expect(audit.items).toMatchObject([
      { action: 'end-bulk', via: 'bulk', after: { status: 'stopped', code: 'CANARY_FAILED' } },
      { action: 'retry', via: 'bulk', actor: 'local', reason: REASON.reason },
      { action: 'start-bulk', via: 'api', subject: { kind: 'bulk', id: bulk.id } },
    ]);
  });
});

describe('A bulk whose cause is mended', () => {
  it('goes on in steps until all have ended, and each saga has its result and record', async () => {
    const definition = await stuckOnes(40);
    stack.script.set('shipping.ship', succeeds);
    const body = { filter: `definition=${definition}`, action: 'retry', ...REASON };
    const { body: made } = await post('', body);
    const bulk = await untilOver(made.id);
    expect(bulk).toMatchObject({ status: 'done', count: 40, stop: null });
    expect(bulk.counts).toMatchObject({ waiting: 0, done: 40, good: 40, awaited: 0 });
    const results = await resultsOf(made.id);
    expect(results.map(({ place }: Json) => place as number)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(new Set(results.map(({ outcome }: Json) => outcome as string))).toEqual(
      new Set(['good']),
    );
    const completed = `saga where definition_name = $1 and status = 'completed'`;
    expect(await countOf(completed, definition)).toBe(40);
    const acts = `operator_audit where operation_id = $1 and action = 'retry' and outcome = 'done'`;
    expect(await countOf(acts, made.id)).toBe(40);
  });

  it('is about the sagas that were there when it was made, and no others', async () => {
    const definition = await stuckOnes(2);
    const body = { filter: `definition=${definition}`, action: 'retry', rate: 1, ...REASON };
    const { body: made } = await post('', body);
    const [first] = await resultsOf(made.id);
    await stack.sql.query(CLONE_SAGA, [first.sagaId, 3]);
    expect(await resultsOf(made.id)).toHaveLength(2);
    const joined = await stack.call('GET', `/v1/admin/bulk/${made.id}/joined`);
    expect(joined.body).toEqual({ count: 3, isExact: true });
    const { body: ofIds } = await post('', { ids: [first.sagaId], action: 'pause', ...REASON });
    const none = await stack.call('GET', `/v1/admin/bulk/${ofIds.id}/joined`);
    expect(none.body).toEqual({ count: null, isExact: true });
    await post(`/${made.id}/stop`, REASON);
  });

  it('keeps to a rate after its canary', async () => {
    const definition = await stuckOnes(12);
    stack.script.set('shipping.ship', succeeds);
    const startedAt = performance.now();
    const body = { filter: `definition=${definition}`, action: 'retry', rate: 5, ...REASON };
    const { body: made } = await post('', body);
    expect(await untilOver(made.id)).toMatchObject({ status: 'done', counts: { good: 12 } });
    expect(performance.now() - startedAt).toBeGreaterThan(1_000);
  });
});

describe('A bulk that refuses some', () => {
  it('says of each why, and records it', async () => {
    // given one that is stuck, one that has ended and one that nobody knows
    const definition = await stuckOnes(2);
    const { rows } = await stack.sql.query<{ id: string }>(
      'select id from saga where definition_name = $1 order by id',
      [definition],
    );
    const [stuck = '', ended = ''] = rows.map(({ id }) => id);
    await stack.call('POST', `/v1/admin/sagas/${ended}/abandon`, { body: REASON });
    const unknown = randomUUID();
    stack.script.set('shipping.ship', succeeds);
    // when
    const pace = { canary: 0, failureShareMax: 1 };
    const ids = [stuck, ended, unknown];
    const { body: made } = await post('', { ids, action: 'retry', ...pace, ...REASON });
    const bulk = await untilOver(made.id);
    // then
    expect(bulk).toMatchObject({ status: 'done', count: 3, filter: null });
    expect(bulk.counts).toMatchObject({ done: 1, refused: 2, good: 1 });
    const results = await resultsOf(made.id);
    const codes = results.map(({ sagaId, code }: Json) => [sagaId, code] as const);
    expect(Object.fromEntries(codes)).toEqual({
      [stuck]: null,
      [ended]: 'SAGA_ENDED',
      [unknown]: 'SAGA_NOT_FOUND',
    });
    expect(await resultsOf(made.id, '&state=refused')).toHaveLength(2);
    const path = `/v1/admin/audit?operation=${made.id}&outcome=refused`;
    const { body: audit } = await stack.call('GET', path);
    expect(audit.items.map(({ refusal }: Json) => refusal as string).toSorted()).toEqual([
      'SAGA_ENDED',
      'SAGA_NOT_FOUND',
    ]);
  });
});

describe('People and a bulk', () => {
  it('pause it, resume it and stop it; an ended one stays as it is', async () => {
    // two a second last for longer than this does
    const count = 1_500;
    const definition = await stuckOnes(count);
    stack.script.set('shipping.ship', succeeds);
    const pace = { canary: 0, rate: 2, ...REASON };
    const body = { filter: `definition=${definition}`, action: 'retry', ...pace };
    const { body: made } = await post('', body);
    await eventually(
      () => bulkOf(made.id),
      ({ counts }) => counts.done > 0,
    );
    const paused = await post(`/${made.id}/pause`, REASON);
    expect([paused.status, paused.body.status]).toEqual([200, 'paused']);
    expect((await post(`/${made.id}/pause`, REASON)).status).toBe(200);
    const atRest = await eventually(
      () => bulkOf(made.id),
      ({ counts }) => counts.waiting + counts.done === count,
    );
    expect(atRest.counts.waiting).toBeGreaterThan(0);
    const resumed = await post(`/${made.id}/resume`, REASON);
    expect(resumed.body.status).toBe('running');
    await eventually(
      () => bulkOf(made.id),
      ({ counts }) => counts.done > atRest.counts.done,
    );
    const stopped = await post(`/${made.id}/stop`, { reason: 'enough' });
    expect(stopped.body).toMatchObject({
      status: 'stopped',
      stop: { code: 'STOPPED_BY_OPERATOR', detail: 'enough' },
    });
    expectProblem(await post(`/${made.id}/resume`, REASON), 409, 'BULK_STATE_CONFLICT');
    const { body: audit } = await stack.call(
      'GET',
      `/v1/admin/audit?subject=bulk:${made.id}&outcome=done`,
    );
    expect(audit.items.map(({ action }: Json) => action as string)).toEqual([
      'stop-bulk',
      'resume-bulk',
      'pause-bulk',
      'start-bulk',
    ]);
  });

  it('make one once under one key', async () => {
    const definition = await stuckOnes(3);
    const body = { filter: `definition=${definition}`, action: 'retry', rate: 1, ...REASON };
    const [one, two] = await Promise.all([post('', body, 'k-1'), post('', body, 'k-1')]);
    expect([one.status, two.status].toSorted()).toEqual([200, 201]);
    expect(one.body.id).toBe(two.body.id);
    expectProblem(
      await post('', { ...body, rate: 2 }, 'k-1'),
      ...([422, 'IDEMPOTENCY_KEY_REUSED'] as const),
    );
    await post(`/${one.body.id}/stop`, REASON);
  });

  it('look before: how many, and what would become of some', async () => {
    const definition = await stuckOnes(3);
    const body = { filter: `definition=${definition}`, action: 'cancel', dryRun: true, ...REASON };
    const { status, body: looked } = await post('', body);
    expect([status, looked.id, looked.count]).toEqual([200, null, 3]);
    expect(looked.sample.map(({ code }: Json) => code as string)).toEqual(
      Array.from({ length: 3 }, () => 'PIVOT_PASSED'),
    );
    const retry = await post('', { ...body, action: 'retry' });
    expect(retry.body.sample[0]).toMatchObject({ allowed: true, code: null });
    expect(await countOf('bulk where filter = $1', `definition=${definition}`)).toBe(0);
  });

  it.each([
    [{ filter: '', action: 'retry' }, 400, 'BULK_WITHOUT_FILTER'],
    [{ action: 'retry' }, 400, 'BULK_WITHOUT_FILTER'],
    [{ filter: 'nothing=1', action: 'retry' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'status=stuck', ids: [randomUUID()], action: 'retry' }, 400, 'VALIDATION_FAILED'],
    [{ ids: ['x'], action: 'retry' }, 400, 'VALIDATION_FAILED'],
    [{ ids: [], action: 'retry' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'status=stuck', action: 'skip' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'status=stuck', action: 'retry', toStep: 'x' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'status=stuck', action: 'migrate' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'status=stuck', action: 'retry', outcomeWithin: '9d' }, 400, 'VALIDATION_FAILED'],
    [{ filter: 'key=nobody', action: 'retry' }, 409, 'BULK_FINDS_NOTHING'],
    [{ filter: 'status=stuck,completed', action: 'retry' }, 409, 'BULK_TOO_LARGE'],
  ])('are told what is wrong with %j', async (body, status, code) => {
    expectProblem(await post('', { ...body, ...REASON }), status, code);
  });

  it('are told that there is no such bulk', async () => {
    for (const id of ['x', randomUUID()]) {
      const found = await stack.call('GET', `/v1/admin/bulk/${id}`);
      expectProblem(found, 404, 'BULK_NOT_FOUND');
      expectProblem(await post(`/${id}/stop`, REASON), 404, 'BULK_NOT_FOUND');
    }
  });

  it('see all of them, newest first', async () => {
    const first = await stack.call('GET', '/v1/admin/bulk?limit=2');
    const second = await stack.call('GET', `/v1/admin/bulk?limit=2&cursor=${first.body.next}`);
    const at = [...first.body.items, ...second.body.items].map(
      ({ createdAt }: Json) => createdAt as string,
    );
    expect(at).toHaveLength(4);
    expect(at).toEqual(at.toSorted().toReversed());
  });
});
