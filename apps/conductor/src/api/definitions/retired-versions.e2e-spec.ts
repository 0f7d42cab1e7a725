import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';

let stack: ConductorStack;
let names = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** A valid definition that no other test posts. */
function someDefinition(changes: object = {}) {
  names += 1;
  return { ...ORDER_DEFINITION, name: `retired-${names}`, ...changes };
}

describe('Retiring a version', () => {
  it('keeps it from new sagas, which get the latest that is not retired', async () => {
    const body = someDefinition();
    const start = { definition: body.name, input: { orderId: 'o-1' } };
    await stack.call('POST', '/v1/definitions', { body });
    await stack.call('POST', '/v1/definitions', { body: { ...body, description: 'second' } });
    const retire = (version: number) =>
      stack.call('POST', `/v1/definitions/${body.name}/versions/${version}/retire`, {
        body: { reason: 'not needed' },
      });

    const retired = await retire(2);
    expect(retired.body).toMatchObject({ version: 2, retiredAt: expect.any(String) });
    const again = await retire(2);
    expect(again.body).toEqual(retired.body);
    expect((await stack.call('POST', '/v1/sagas', { body: start })).body.definition.version).toBe(
      1,
    );
    const second = await stack.call('POST', '/v1/sagas', { body: { ...start, version: 2 } });
    expectProblem(second, 409, 'DEFINITION_RETIRED');

    await retire(1);
    expectProblem(
      await stack.call('POST', '/v1/sagas', { body: start }),
      409,
      'DEFINITION_RETIRED',
    );
  });

  it('holds at once on every replica, and so does a new version', async () => {
    const body = someDefinition();
    const start = { body: { definition: body.name, input: { orderId: 'o-1' } } };
    const { url } = await stack.addReplica();
    /** Posted and retired on one replica, and started on the other, which has started it before. */
    const startThere = () => callUrl('POST', `${url}/v1/sagas`, start);
    for (let version = 1; version <= 5; version++) {
      await stack.call('POST', '/v1/definitions', { body: { ...body, description: `${version}` } });
      for (const { body: saga } of [await startThere(), await startThere()]) {
        expect(saga.definition).toEqual({ name: body.name, version });
      }
      const path = `/v1/definitions/${body.name}/versions/${version}/retire`;
      await stack.call('POST', path, { body: { reason: 'not needed' } });
      expectProblem(await startThere(), 409, 'DEFINITION_RETIRED');
    }
  });

  it('needs a reason, which the audit log has', async () => {
    const body = someDefinition();
    await stack.call('POST', '/v1/definitions?reason=first', { body });
    const path = `/v1/definitions/${body.name}/versions/1/retire`;
    for (const nothing of [undefined, {}, { reason: '' }, { reason: 'x', y: 1 }]) {
      expectProblem(await stack.call('POST', path, { body: nothing }), 400, 'VALIDATION_FAILED');
    }
    const reason = { reason: 'wrong price' };
    expect((await stack.call('POST', path, { body: reason })).status).toBe(200);
    await stack.call('POST', path, { body: reason });
    await stack.call('POST', '/v1/definitions', { body: { ...body, description: 'second' } });
    const { items } = (await stack.call('GET', '/v1/admin/audit?limit=100')).body;
    const about = { actor: 'local', sagaId: null, definition: body.name };
    const own = items.filter(({ definition }: { definition: string }) => definition === body.name);
    expect(own).toMatchObject([
      {
        ...about,
        action: 'post-definition',
        reason: '(none was given)',
        before: null,
        after: { status: 'active', version: 2 },
      },
      {
        ...about,
        action: 'retire-definition',
        ...reason,
        before: { status: 'active', version: 1 },
        after: { status: 'retired', version: 1 },
      },
      { ...about, action: 'post-definition', reason: 'first', before: null },
    ]);
  });

  it('is the way back to an older one, which a post of it again tells', async () => {
    const older = someDefinition();
    const newer = { ...older, description: 'newer' };
    const post = async (body: object) =>
      (await stack.call('POST', '/v1/definitions', { body })).body;
    await post(older);
    await post(newer);
    expect(await post(older)).toMatchObject({
      version: 1,
      latest: 2,
      warnings: [
        { rule: 'not-in-force', message: expect.stringContaining('starts take version 2') },
      ],
    });
    const retire = (version: number) =>
      stack.call('POST', `/v1/definitions/${older.name}/versions/${version}/retire`, {
        body: { reason: 'the older one was right' },
      });
    await retire(2);
    expect(Object.keys(await post(older))).toEqual(['name', 'version', 'hash']);
    expect(await post(newer)).toMatchObject({ version: 2, latest: 1 });
    await retire(1);
    expect(await post(older)).toMatchObject({ version: 1, latest: null });
  });
});

describe('Unretiring a version', () => {
  it('lets sagas start with it again, on every replica, and is in the audit log', async () => {
    const body = someDefinition();
    const start = { body: { definition: body.name, input: { orderId: 'o-1' } } };
    await stack.call('POST', '/v1/definitions', { body });
    const version = `/v1/definitions/${body.name}/versions/1`;
    await stack.call('POST', `${version}/retire`, { body: { reason: 'wrong price' } });
    expectProblem(await stack.call('POST', '/v1/sagas', start), 409, 'DEFINITION_RETIRED');

    const back = await stack.call('POST', `${version}/unretire`, {
      body: { reason: 'it was not' },
    });
    expect(back.body).toMatchObject({ version: 1, retiredAt: null });
    expect((await stack.call('POST', '/v1/sagas', start)).status).toBe(201);
    const again = await stack.call('POST', `${version}/unretire`, { body: { reason: 'twice' } });
    expect(again.body).toEqual(back.body);
    const { body: audit } = await stack.call('GET', '/v1/admin/audit');
    const own = audit.items.filter(
      ({ definition, action }: { definition?: string; action: string }) =>
        definition === body.name && action === 'unretire-definition',
    );
    expect(own).toMatchObject([
      {
        reason: 'it was not',
        before: { status: 'retired', version: 1 },
        after: { status: 'active', version: 1 },
      },
    ]);
    const unknown = await stack.call('POST', `/v1/definitions/${body.name}/versions/9/unretire`, {
      body: { reason: 'no such' },
    });
    expectProblem(unknown, 404, 'DEFINITION_NOT_FOUND');
  });
});
