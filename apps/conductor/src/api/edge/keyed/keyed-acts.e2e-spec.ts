import { expectProblem, type HttpAnswer } from '../../../conductor-call.fixture.js';
import type { Json } from '../../openapi/conformance.fixture.js';
import { ActWorld, REASON } from './act-world.fixture.js';
import { READY_ACTS, type ReadyAct } from './keyed-acts.fixture.js';

/** What they are answered has a secret, which is shown once. */
const SECRET_ANSWERS = new Set(['makeApiKey', 'rotateApiKey']);

let world: ActWorld;
let methods: ReadonlyMap<string, string>;

beforeAll(async () => {
  world = await ActWorld.start();
  methods = await acts();
});
afterAll(() => world?.close());

/** The method of each operation of the API that is an act. */
async function acts(): Promise<ReadonlyMap<string, string>> {
  const { body } = await world.send('GET', '/openapi.json');
  const calls = Object.values(body.paths as Record<string, Record<string, Json>>).flatMap((path) =>
    Object.entries(path).map(([method, call]) => ({ method: method.toUpperCase(), call })),
  );
  const acting = calls.filter(({ call }) => call['x-act'] !== undefined);
  return new Map(acting.map(({ method, call }) => [String(call.operationId), method]));
}

async function ready(id: string): Promise<ReadyAct> {
  const make = READY_ACTS[id];
  if (make === undefined) throw new Error(`add ${id} to READY_ACTS`);
  return make(world);
}

function act(
  id: string,
  { path, body }: Pick<ReadyAct, 'path' | 'body'>,
  by: { readonly key: string; readonly replica?: 0 | 1 },
): Promise<HttpAnswer> {
  const { key, replica = 0 } = by;
  return world.send(methods.get(id) ?? '', path, body, {
    replica,
    headers: { 'idempotency-key': key },
  });
}

function otherOf({ path, body, other }: ReadyAct): Pick<ReadyAct, 'path' | 'body'> {
  if (other !== undefined) return { path, ...(body === undefined ? {} : { body }), ...other };
  return { path, body: { ...body, reason: 'another one' } };
}

describe('An act under an Idempotency-Key', () => {
  it('is every act that the API has', () => {
    expect([...methods.keys()].sort()).toEqual(Object.keys(READY_ACTS).sort());
    expect(methods.size).toBeGreaterThan(35);
  });

  it.each(Object.keys(READY_ACTS))(
    'given %s was done, when it is repeated on another replica, then it has the same answer',
    async (id) => {
      // given
      const what = await ready(id);
      const { shown = (answer: Json) => answer, records = 1 } = what;
      const key = `again-${id}`;
      const before = await world.records(key);
      const first = await act(id, what, { key });
      expect([first.status < 300, first.body.code]).toEqual([true, undefined]);
      // when
      const second = await act(id, what, { key, replica: 1 });
      // then
      if (SECRET_ANSWERS.has(id)) {
        expectProblem(second, 409, 'ACT_DONE');
        expect(JSON.stringify(second.body)).not.toContain(first.body.key);
      } else {
        expect([second.status, shown(second.body)]).toEqual([200, shown(first.body)]);
        expect(second.headers.get('location')).toBe(first.headers.get('location'));
      }
      const after = await world.records(key);
      expect({ ...after, all: after.all - before.all }).toEqual({ all: records, ofKey: 1 });
      // and when something else is asked for under the key, then it is refused
      const other = await act(id, otherOf(what), { key });
      expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
      expect(await world.records(key)).toEqual(after);
    },
  );

  it.each(Object.keys(READY_ACTS))(
    'given %s is asked for on two replicas at once, then it is done once',
    async (id) => {
      const what = await ready(id);
      const { shown = (answer: Json) => answer, records = 1 } = what;
      const key = `race-${id}`;
      const before = await world.records(key);
      const answers = await Promise.all([
        act(id, what, { key, replica: 0 }),
        act(id, what, { key, replica: 1 }),
      ]);
      const [one, two] = answers;
      if (SECRET_ANSWERS.has(id)) {
        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      } else {
        expect(answers.map(({ body }) => body.code)).toEqual([undefined, undefined]);
        expect(shown(one.body)).toEqual(shown(two.body));
      }
      const after = await world.records(key);
      expect({ ...after, all: after.all - before.all }).toEqual({ all: records, ofKey: 1 });
    },
  );
});

describe('A key for two acts', () => {
  it.each(Object.keys(READY_ACTS))(
    'given %s and something else come at once under one key, then one of them is done',
    async (id) => {
      // given
      const what = await ready(id);
      const key = `two-${id}`;
      const before = await world.records(key);
      // when
      const answers = await Promise.all([
        act(id, what, { key, replica: 0 }),
        act(id, otherOf(what), { key, replica: 1 }),
      ]);
      // then
      const codes = answers.map(({ body }) => body.code ?? 'done');
      expect(codes.toSorted()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'done']);
      const after = await world.records(key);
      const { records = 1 } = what;
      expect({ ...after, all: after.all - before.all }).toEqual({ all: records, ofKey: 1 });
    },
  );
});

describe('A key of an act', () => {
  const exempt = (id: string, key: string, body: object = REASON) =>
    act('exemptSaga', { path: `/v1/admin/sagas/${id}/exempt`, body }, { key });

  it('given the act changed nothing, then it is taken all the same', async () => {
    // given
    const id = await world.stuck();
    await world.done(`/v1/admin/sagas/${id}/exempt`);
    const first = await exempt(id, 'nothing');
    expect(first.body).toEqual({ sagaId: id, exempt: true });
    await world.done(`/v1/admin/sagas/${id}/unexempt`);
    const before = await world.records('nothing');
    // when
    const again = await exempt(id, 'nothing');
    // then
    expect([again.status, again.body]).toEqual([200, first.body]);
    expectProblem(
      await exempt(id, 'nothing', { reason: 'another' }),
      422,
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect(await world.records('nothing')).toEqual(before);
    expect(before.ofKey).toBe(0);
  });

  it('given the act was refused, then it is free', async () => {
    const id = await world.session();
    const path = `/v1/admin/sessions/${id}/end`;
    const wrong = { path: `/v1/admin/sessions/${'B'.repeat(22)}/end`, body: REASON };
    expectProblem(await act('endSession', wrong, { key: 'refused' }), 404, 'SESSION_NOT_FOUND');
    expect((await act('endSession', { path, body: REASON }, { key: 'refused' })).status).toBe(200);
  });

  it('given a dry run, then it is free', async () => {
    const body = { ...REASON, definition: await world.definition(), completedDays: 30 };
    const set = (more: object) => {
      return act('setRetention', { path: '/v1/admin/retention', body: more }, { key: 'dry' });
    };
    expect((await set({ ...body, dryRun: true })).body).toMatchObject({ dryRun: true, rule: null });
    expect((await set(body)).body).toMatchObject({ dryRun: false, rule: { completedDays: 30 } });
  });

  it('may have 128 characters, and no more', async () => {
    const id = await world.stuck();
    expectProblem(await exempt(id, 'k'.repeat(129)), 400, 'IDEMPOTENCY_KEY_INVALID');
    expect((await exempt(id, 'k'.repeat(128))).status).toBe(200);
  });

  it('given another order of fields and case of an id, then the call is the same', async () => {
    const id = await world.stuck();
    const path = (text: string) => `/v1/admin/sagas/${text}/skip`;
    const skip = (of: ReadyAct) => act('skipStep', of, { key: 'spelled' });
    const one = { path: path(id), body: { ...REASON, step: 'ship', output: { a: 1, b: 2 } } };
    const other = {
      path: path(id.toUpperCase()),
      body: { output: { b: 2, a: 1 }, step: 'ship', ...REASON },
    };
    expect([(await skip(one)).status, (await skip(other)).status]).toEqual([200, 200]);
    expect((await world.records('spelled')).ofKey).toBe(1);
  });

  it.each([
    ['exemptSaga', [200, undefined]],
    ['migrateSagas', [200, undefined]],
    ['resumeScope', [409, 'ACT_DONE']],
    ['forgetParticipant', [409, 'ACT_DONE']],
  ])('given what %s was answered is lost, then it is not done again', async (id, answer) => {
    // given
    const what = await ready(id);
    const key = `lost-${id}`;
    expect((await act(id, what, { key })).status).toBe(200);
    const before = await world.records(key);
    // as if the process had died before it answered
    await world.stack.sql.query('delete from act_answer where idempotency_key = $1', [
      `rest:local:${key}`,
    ]);
    // when
    const again = await act(id, what, { key, replica: 1 });
    // then
    expect([again.status, again.body.code]).toEqual(answer);
    expect(await world.records(key)).toEqual(before);
    expectProblem(await act(id, otherOf(what), { key }), 422, 'IDEMPOTENCY_KEY_REUSED');
  });
});
