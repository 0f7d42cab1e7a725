import { callUrl, wordsOf, type HttpAnswer } from '../../../../conductor-call.fixture.js';
import type { Json } from '../../../openapi/conformance.fixture.js';
import { StreamClient } from '../../../streams/stream-client.fixture.js';
import { TwoSides, type Seeded } from './two-sides.fixture.js';

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly role: string;
  readonly scope: string;
  readonly query: readonly string[];
}

/** About all definitions, beside what only admins may, who have all. */
const ABOUT_ALL = ['getMetrics', 'getRetention', 'verifyAudit'];
const NOBODY = '01940000-0000-7000-8000-000000000000';
const NOWHERE: Seeded = {
  ...{ stuck: NOBODY, waiting: NOBODY, bulk: NOBODY, pause: NOBODY, participantPause: NOBODY },
  ...{ message: NOBODY, view: NOBODY, approval: NOBODY, fingerprint: '0'.repeat(16) },
};

/** Where what is not there is no 404. */
const OTHERWISE: Readonly<Record<string, number>> = { makeBulk: 409, pauseScope: 400 };

let sides: TwoSides;
let operations: readonly Operation[];

beforeAll(async () => {
  sides = await TwoSides.start();
  const document = await sides.read('/openapi.json');
  operations = Object.entries<Json>(document.paths).flatMap(([path, calls]) =>
    Object.entries<Json>(calls)
      .filter(([, call]) => call['x-needs-role'] !== undefined)
      .map(([method, call]) => {
        const query = (call.parameters ?? []).filter((each: Json) => each.in === 'query');
        return {
          ...{ id: call.operationId, method: method.toUpperCase(), path },
          ...{
            role: call['x-needs-role'],
            scope: call['x-scope'],
            query: query.map(({ name }: Json) => name),
          },
        };
      }),
  );
});

afterAll(() => sides?.close());

type Role = 'viewer' | 'operator';

function ask(role: Role, method: string, path: string, body?: object): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${sides.keys[role]}` };
  const url = `${sides.stack.conductor.url}${path}`;
  return callUrl(method, url, { headers, ...(body && { body }) });
}

/** The address with what it is about. */
function about(path: string, name: string, seeded: Seeded): string {
  const [, kind = ''] = /^\/v1\/(?:admin\/)?([a-z-]+)/.exec(path) ?? [];
  const ids: Readonly<Record<string, string>> = {
    sagas: seeded.stuck,
    bulk: seeded.bulk,
    pauses: seeded.pause,
    'dead-messages': seeded.message,
    ...{ views: seeded.view, approvals: seeded.approval },
    keys: 'aaaaaaaaaaaa',
  };
  const names: Readonly<Record<string, string>> = { sagas: 'go', participants: `${name}-pay` };
  return path
    .replace('{id}', ids[kind] ?? `no ${kind} has an id`)
    .replace('{name}', names[kind] ?? name)
    .replace('{version}', '1')
    .replace('{fingerprint}', seeded.fingerprint);
}

/** What is found of theirs, with what is before it; null: nothing. */
function foundIn(body: unknown): string | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { theirs } = sides.seeded;
  const marks = ['theirs', ...Object.values(theirs)];
  const at = Math.max(...marks.map((mark) => text.toLowerCase().indexOf(mark)));
  return at < 0 ? null : text.slice(Math.max(0, at - 100), at + 60);
}

/** A body for every call that changes something, about theirs or about what is not there. */
function bodyFor(id: string, name: string, { stuck, waiting }: Seeded): object {
  const reason = 'a try of somebody else';
  const given: Readonly<Record<string, object>> = {
    skipStep: { step: 'charge' },
    settleStep: { step: 'charge', result: 'succeeded' },
    migrateSaga: { toVersion: 1 },
    previewAction: { action: 'retry', reason: undefined },
    startSaga: { definition: name, input: {}, reason: undefined },
    releaseLock: { key: name === 'theirs' ? 'theirs-lock' : 'nowhere-lock' },
    makeBulk: { ids: [stuck, waiting], action: 'cancel' },
    pauseScope: { scope: { definition: name } },
    muteFailureGroup: { sagas: 5 },
    sendSignal: { payload: {}, reason: undefined },
    saveView: { name: 'x', filter: '', reason: undefined },
    replaceView: { name: 'x', filter: '', reason: undefined },
    validateDefinition: { name: 'x', steps: [{ name: 'a', saga: { definition: name } }] },
  };
  return { reason, ...given[id] };
}

const isStream = ({ path }: Operation): boolean => path.endsWith('/stream');

/** Asks for theirs by each filter that a list has. */
function queriesFor({ query }: Operation): readonly string[] {
  const { stuck, bulk } = sides.seeded.theirs;
  const values: Readonly<Record<string, readonly string[]>> = {
    definition: ['theirs', '!mine'],
    key: ['theirs-stuck', 'theirs-lock', 'shared'],
    subject: ['definition:theirs', `saga:${stuck}`, 'bulk', 'group', 'dead-message', 'view'],
    participant: ['theirs-pay'],
    error: ['THEIRS_BROKE'],
    status: ['stuck', 'new', 'running'],
    ...{ saga: [stuck], operation: [bulk], id: [stuck], q: ['theirs'], actor: ['root'] },
    ...{ active: ['true'], limit: ['100'], step: ['charge'] },
  };
  return query.flatMap((name) =>
    (values[name] ?? []).map((value) => `?${name}=${encodeURIComponent(value)}`),
  );
}

describe('A caller with some definitions', () => {
  it('is answered by every route but those about all definitions', () => {
    const others = operations.filter(({ role }) => role !== 'admin');
    const all = others.filter(({ scope }) => scope === 'all').map(({ id }) => id);
    expect(all.sort()).toEqual(ABOUT_ALL);
  });

  it.each(['viewer', 'operator'] as const)('reads nothing of another one as %s', async (role) => {
    const readings = operations.filter((each) => each.method === 'GET' && !isStream(each));
    for (const operation of readings) {
      const path = about(operation.path, 'mine', sides.seeded.mine);
      for (const query of ['', ...queriesFor(operation)]) {
        const { status, body } = await ask(role, 'GET', `${path}${query}`);
        const expected = operation.scope === 'all' ? [403] : query === '' ? [200] : [200, 400];
        expect([path, query, expected.includes(status) ? expected : status]).toEqual([
          ...[path, query, expected],
        ]);
        const asked = status >= 400;
        expect([path, query, asked ? null : foundIn(body)]).toEqual([path, query, null]);
      }
    }
  });

  it('reads its own, where callers with all read both', async () => {
    const lists = [
      ...['definitions', 'sagas', 'views'].map((list) => `/v1/${list}`),
      ...['alerts', 'audit', 'bulk', 'dead-messages', 'exemptions', 'failures', 'locks'],
      ...['approvals', 'overview', 'participants', 'pauses', 'sagas'],
    ].map((list) => (list.startsWith('/') ? list : `/v1/admin/${list}`));
    for (const path of lists) {
      expect([path, foundIn(await sides.read(path))]).not.toEqual([path, null]);
      const own = JSON.stringify((await ask('viewer', 'GET', path)).body);
      // a view that others share may name what the caller may not see
      expect([path, own.includes('mine')]).toEqual([path, path !== '/v1/views']);
    }
  });

  it('counts its own', async () => {
    const { body: counted } = await ask('viewer', 'GET', '/v1/sagas/count');
    const { body: overview } = await ask('viewer', 'GET', '/v1/admin/overview');
    const { body: all } = await sides.root('GET', '/v1/admin/overview');
    expect(counted).toMatchObject({ count: 2, byStatus: { stuck: 1, running: 1 } });
    expect(overview).toMatchObject({
      byDefinition: { mine: { stuck: 1, running: 1 } },
      byStatus: { stuck: 1, running: 1 },
      rates: { started: { lastHour: 2 } },
      backlog: { stuckSagas: 1, pausedSagas: 1, pauses: 2, deadMessages: 1 },
    });
    expect(all.backlog).toMatchObject({ stuckSagas: 3, pausedSagas: 2, pauses: 4 });
  });

  it('is not told which saga of another one holds its lock, or is its child', async () => {
    const { waiting, stuck } = sides.seeded.mine;
    const { body: saga } = await ask('viewer', 'GET', `/v1/sagas/${waiting}`);
    expect(saga.waiting).toMatchObject({ code: 'lock', on: [{ name: 'shared', sagaId: null }] });
    const { body: locks } = await ask('viewer', 'GET', '/v1/admin/locks?key=shared');
    expect(locks.items).toMatchObject([
      { key: 'shared', holder: null, waiters: [{ sagaId: waiting }], waiterCount: 1 },
    ]);
    const children = async (body: Promise<HttpAnswer>) => (await body).body.children.length;
    expect(await children(ask('viewer', 'GET', `/v1/sagas/${stuck}`))).toBe(0);
    expect(await children(sides.root('GET', `/v1/sagas/${stuck}`))).toBe(1);
  });

  it('is answered about another one as if it did not exist, whatever it does', async () => {
    const before = await sides.now('theirs');
    // no act is about what its address says, but about what its body says
    const byBody = ['startSaga', 'releaseLock', 'makeBulk', 'pauseScope', 'validateDefinition'];
    let asked = 0;
    for (const { id, method, path, scope } of operations) {
      if (!path.includes('{') && !byBody.includes(id)) continue;
      const [theirs, nowhere] = await Promise.all(
        (
          [
            ['theirs', sides.seeded.theirs],
            ['nowhere', NOWHERE],
          ] as const
        ).map(async ([name, seeded]) => {
          const body = method === 'GET' ? undefined : bodyFor(id, name, seeded);
          const answer = await ask('operator', method, about(path, name, seeded), body);
          let text = wordsOf([answer.status, answer.body]);
          for (const each of [...Object.values(seeded), name]) text = text.replaceAll(each, '?');
          return { text, status: answer.status };
        }),
      );
      expect([id, theirs?.text]).toEqual([id, nowhere?.text]);
      const isHarmless = id === 'validateDefinition';
      expect([id, theirs?.status]).toEqual([
        id,
        isHarmless ? 200 : scope === 'all' ? 403 : (OTHERWISE[id] ?? 404),
      ]);
      asked += 1;
    }
    expect(asked).toBeGreaterThan(45);
    expect(await sides.now('theirs')).toEqual(before);
  });

  it.each([
    ['makeBulk', { filter: 'definition=theirs', action: 'cancel' }, 'BULK_FINDS_NOTHING'],
    ['makeBulk', { filter: 'status=!completed&definition=!mine', action: 'cancel' }, null],
    ['pauseScope', { scope: { definition: 'theirs', step: 'charge' } }, 'VALIDATION_FAILED'],
    ['pauseScope', { scope: { participant: 'mine-pay' } }, 'FORBIDDEN'],
    ['releaseLock', { key: 'shared' }, 'LOCK_NOT_FOUND'],
  ])('changes nothing of another one by %s with %j', async (id, body, code) => {
    const before = await sides.now('theirs');
    const path = operations.find((each) => each.id === id)?.path ?? '';
    const { status, body: answer } = await ask('operator', 'POST', path, { ...body, reason: 'x' });
    expect([status >= 400, code ?? answer.code]).toEqual([true, answer.code]);
    expect(await sides.now('theirs')).toEqual(before);
  });

  it('ends no pause of a participant, which others have too', async () => {
    const path = `/v1/admin/pauses/${sides.seeded.mine.participantPause}/resume`;
    const { body } = await ask('operator', 'POST', path, { reason: 'x' });
    expect(body.code).toBe('FORBIDDEN');
  });

  it('acts on its own', async () => {
    const { stuck, fingerprint, pause, message } = sides.seeded.mine;
    const reason = 'it is mine';
    const acts = [
      `sagas/${stuck}/unexempt`,
      `failures/${fingerprint}/acknowledge`,
      ...[`pauses/${pause}/resume`, `dead-messages/${message}/discard`],
    ];
    for (const path of acts) {
      const { status } = await ask('operator', 'POST', `/v1/admin/${path}`, { reason });
      expect([path, status]).toEqual([path, 200]);
    }
    const bulk = { filter: 'status=stuck', action: 'retry', reason };
    const made = await ask('operator', 'POST', '/v1/admin/bulk', bulk);
    expect(made.body).toMatchObject({ count: 1 });
    const shown = await ask('operator', 'GET', `/v1/admin/bulk/${made.body.id}/results`);
    expect(shown.body.items).toMatchObject([{ sagaId: stuck }]);
  });

  it('hears nothing of another one', async () => {
    const headers = { authorization: `Bearer ${sides.keys.viewer}` };
    const url = `${sides.stack.conductor.url}/v1/stream`;
    const stream = await StreamClient.open(url, headers);
    await stream.first('open');
    const reason = 'to be heard';
    for (const { waiting } of [sides.seeded.theirs, sides.seeded.mine]) {
      await sides.root('POST', `/v1/admin/sagas/${waiting}/pause`, { reason });
    }
    await stream.first('saga');
    expect(foundIn(stream.events)).toBeNull();
    stream.break();
  });
});
