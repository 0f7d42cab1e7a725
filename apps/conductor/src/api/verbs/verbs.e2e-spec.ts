import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { includesRole, ROLES, type Role } from '../edge/access/identity.js';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';
import type { PossibleActionView } from './actions-view.js';
import { codesOfRule, SAGA_VERBS, VERB_NAMES, type VerbName } from './saga-verbs.js';

/** Operators of the sagas' definition, and of another one. */
const SCOPED = ['own', 'other'] as const;
type CallerName = Role | (typeof SCOPED)[number];
const CALLERS = [...ROLES, 'own'] as const;

const keys = new Map<CallerName, string>(ROLES.map((role) => [role, `${role}-0123456789abcdef`]));
const keyOf = (caller: CallerName): string => keys.get(caller) ?? '';
const KEYS = ROLES.map((role) => ({ name: role, role, key: keyOf(role) }));
const REASON = { reason: 'a test' };
const TRIED = 'what the test is about';

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: KEYS });
  await call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  for (const name of SCOPED) {
    const own = ['place-order', ...SAGA_STATUSES.map((status) => `moving-${status}`)];
    const definitions = name === 'own' ? own : ['another'];
    const body = { name, role: 'operator', definitions, ...REASON };
    keys.set(name, (await call('POST', '/v1/admin/keys', { body })).body.key);
  }
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

function call(method: string, path: string, request: { body?: unknown; role?: CallerName } = {}) {
  const { body, role = 'admin' } = request;
  const headers = { authorization: `Bearer ${keyOf(role)}` };
  return callUrl(method, `${stack.conductor.url}${path}`, { body, headers });
}

let orders = 0;
let definition = 'place-order';

async function startSaga(wait: string) {
  orders += 1;
  const body = { definition, input: { orderId: `v-${orders}` } };
  return (await call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

/** Its payment is in flight, and nobody answers. */
async function payingSaga(): Promise<Json> {
  stack.script.set('payment.authorize', isSilent);
  const { id } = await startSaga('1ms');
  return eventually(
    async () => (await call('GET', `/v1/sagas/${id}`)).body,
    ({ steps }: Json) => steps[1].status === 'executing',
  );
}

/** A saga that is in this status, and stays there. */
const SAGAS: Readonly<Record<string, () => Promise<{ id: string; version: number }>>> = {
  running: async () => {
    stack.script.set('order.create', isSilent);
    return startSaga('1ms');
  },
  compensating: async () => {
    stack.script.set('payment.void', isSilent);
    const { id } = await payingSaga();
    return (await call('POST', `/v1/admin/sagas/${id}/cancel`, { body: REASON })).body;
  },
  stuck: async () => {
    stack.script.set('shipping.ship', errs('NO_TRUCK'));
    return startSaga('30s');
  },
  completed: () => startSaga('30s'),
  compensated: async () => {
    const { id } = await payingSaga();
    await call('POST', `/v1/admin/sagas/${id}/cancel`, { body: REASON });
    return (await call('GET', `/v1/sagas/${id}?wait=30s`)).body;
  },
  abandoned: async () => {
    const { id } = await payingSaga();
    return (await call('POST', `/v1/admin/sagas/${id}/abandon`, { body: REASON })).body;
  },
};

/** A request for the verb that its state decides about, and not its form. */
const BODIES: Readonly<Record<VerbName, object>> = {
  retry: {},
  skip: { step: 'ship' },
  settle: { step: 'authorize', result: 'undone' },
  cancel: {},
  compensate: {},
  'release-lock': { key: 'nobody-has-it' },
  pause: {},
  resume: {},
  abandon: {},
  migrate: {},
  exempt: {},
  unexempt: {},
};

/** Verbs that are a call on one saga. */
const CALLS = VERB_NAMES.filter((verb) => verb !== 'migrate');

/** A lock is released by a call of its own, which names the saga in its body. */
function ask(verb: VerbName, id: string, role: CallerName) {
  const body = { reason: TRIED, ...BODIES[verb] };
  if (verb === 'release-lock') {
    return call('POST', '/v1/admin/locks/release', { body: { ...body, sagaId: id }, role });
  }
  return call('POST', `/v1/admin/sagas/${id}/${verb}`, { body, role });
}

describe.each(SAGA_STATUSES)('On a saga that is %s', (status) => {
  it('an operator of another definition can do nothing, as if it were not there', async () => {
    const { id = '' } = (await SAGAS[status]?.()) ?? {};
    const { body: before } = await call('GET', `/v1/sagas/${id}`);
    for (const verb of CALLS) {
      const answer = await ask(verb, id, 'other');
      const code = verb === 'release-lock' ? 'LOCK_NOT_FOUND' : 'SAGA_NOT_FOUND';
      expect([verb, answer.status, answer.body.code]).toEqual([verb, 404, code]);
    }
    const { body: after } = await call('GET', `/v1/sagas/${id}`);
    expect([after.status, after.version]).toEqual([status, before.version]);
  });

  it('migrate is refused or done as the table says, by whoever may', async () => {
    definition = `moving-${status}`;
    const post = (body: object) => call('POST', '/v1/definitions', { body });
    await post({ ...ORDER_DEFINITION, name: definition });
    const { id = '' } = (await SAGAS[status]?.()) ?? {};
    await post({ ...ORDER_DEFINITION, name: definition, description: 'the next version' });
    const path = `/v1/definitions/${definition}/versions/2/migrate`;
    definition = 'place-order';
    const migrate = (role: CallerName) => call('POST', path, { body: { reason: TRIED }, role });
    expectProblem(await migrate('viewer'), 403, 'FORBIDDEN');
    expectProblem(await migrate('other'), 404, 'DEFINITION_NOT_FOUND');
    const { body: moved } = await migrate('own');
    const rule = SAGA_VERBS.migrate.rules[status] ?? 'always';
    const codes = moved.sagas.flatMap(({ reasons }: Json) => reasons.map(({ code }: Json) => code));
    if (rule === 'SAGA_ENDED') expect(moved.sagas).toEqual([]);
    else expect(moved.sagas).toMatchObject([{ id, fits: codes.length === 0 }]);
    // which says in the words of a migration why the definition does not fit
    if (typeof rule === 'string') expect(moved.migrated).toBe(0);
    const { body: after } = await call('GET', `/v1/sagas/${id}`);
    expect(after.definition.version).toBe(moved.migrated === 1 ? 2 : 1);
  });

  it.each(CALLS.flatMap((verb) => CALLERS.map((caller) => [verb, caller] as const)))(
    '%s by %s is refused or done as the table says',
    async (verb, caller) => {
      const saga = await SAGAS[status]?.();
      const id = saga?.id ?? '';
      const { body: before } = await call('GET', `/v1/sagas/${id}`);
      expect(before.status).toBe(status);
      // what is not exempt stays as it is, and nothing is noted
      if (verb === 'unexempt') await call('POST', `/v1/admin/sagas/${id}/exempt`, { body: REASON });
      const answer = await ask(verb, id, caller);
      const role = caller === 'own' ? 'operator' : caller;
      const { needs } = SAGA_VERBS[verb];
      if (!includesRole(role, needs)) {
        expectProblem(answer, 403, 'FORBIDDEN');
        expect((await call('GET', `/v1/sagas/${id}`)).body.version).toBe(before.version);
        return;
      }
      const rule = SAGA_VERBS[verb].rules[status] ?? 'always';
      if (rule === 'always') expect(answer.status).toBe(200);
      else if (typeof rule === 'string') expectProblem(answer, 409, rule);
      else if (answer.status !== 200) expect(codesOfRule(rule)).toContain(answer.body.code);
      const { body: audit } = await call('GET', `/v1/admin/audit?saga=${id}`);
      const noted = audit.items.filter(
        ({ reason, outcome }: { reason: string; outcome: string }) =>
          reason === TRIED && outcome === 'done',
      );
      expect(noted).toHaveLength(answer.status === 200 ? 1 : 0);
    },
  );
});

describe('What may be done', () => {
  const actionsOf = async (id: string, role: Role, query = '') =>
    (await call('GET', `/v1/sagas/${id}/actions${query}`, { role })).body;

  it('is in one list, each with the role and, if not, why not', async () => {
    const { id, version } = (await SAGAS['stuck']?.()) ?? { id: '', version: 0 };
    const body = await actionsOf(id, 'operator');
    expect(body).toMatchObject({ sagaId: id, status: 'stuck', version, stepsLeftOut: 0 });
    const possible: readonly PossibleActionView[] = body.actions;
    const forms = possible
      .filter(({ allowed }) => allowed)
      .map(({ verb, step = '', result = '' }) => `${verb} ${step} ${result}`.trim());
    expect(forms).toEqual([
      'retry',
      'retry ship',
      'skip ship',
      'settle ship succeeded',
      'pause',
      'abandon',
      'exempt',
    ]);
    const cancel = body.actions.find(({ verb }: { verb: string }) => verb === 'cancel');
    expect(cancel).toEqual({
      verb: 'cancel',
      allowed: false,
      why: { code: 'PIVOT_PASSED', detail: expect.any(String) },
      needsSecond: false,
      needs: 'operator',
    });
  });

  it('by a viewer is nothing, because of the role', async () => {
    const { id } = (await SAGAS['stuck']?.()) ?? { id: '' };
    const { actions } = await actionsOf(id, 'viewer');
    expect(actions.length).toBeGreaterThan(5);
    for (const { allowed, why } of actions) {
      expect({ allowed, code: why.code }).toEqual({ allowed: false, code: 'FORBIDDEN' });
    }
  });

  it('to one step is asked for by its name', async () => {
    const { id } = (await SAGAS['running']?.()) ?? { id: '' };
    const { actions } = await actionsOf(id, 'operator', '?step=authorize');
    const steps = actions.flatMap(({ step }: { step?: string }) => (step ? [step] : []));
    expect([...new Set(steps)]).toEqual(['authorize']);
    const none = await actionsOf(id, 'operator', '?step=nowhere');
    const codes = none.actions
      .filter(({ step }: { step?: string }) => step === 'nowhere')
      .map(({ why }: { why: { code: string } }) => why.code);
    expect([...new Set(codes)]).toEqual(['STEP_UNKNOWN']);
  });

  it('has the migration to the latest version, and why it does not fit', async () => {
    const first = { ...ORDER_DEFINITION, name: 'moved-on' };
    await call('POST', '/v1/definitions', { body: first });
    stack.script.set('order.create', isSilent);
    const start = { definition: 'moved-on', input: { orderId: 'm-1' } };
    const { id } = (await call('POST', '/v1/sagas?wait=1ms', { body: start })).body;
    const migrationOf = async (): Promise<PossibleActionView | undefined> =>
      (await actionsOf(id, 'operator')).actions.find(
        ({ verb }: PossibleActionView) => verb === 'migrate',
      );
    expect(await migrationOf()).toBeUndefined();
    await call('POST', '/v1/definitions', { body: { ...first, description: 'second' } });
    expect(await migrationOf()).toMatchObject({ toVersion: 2, allowed: true, why: null });
    const [, ...others] = first.steps;
    await call('POST', '/v1/definitions', { body: { ...first, steps: others } });
    expect(await migrationOf()).toMatchObject({
      toVersion: 3,
      allowed: false,
      why: { code: 'DEFINITION_DOES_NOT_FIT' },
    });
  });

  it('to a saga that is not there is a 404', async () => {
    const unknown = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';
    expectProblem(await call('GET', `/v1/sagas/${unknown}/actions`), 404, 'SAGA_NOT_FOUND');
  });
});

describe('A saga that is exempt from retention', () => {
  const exemptions = async () =>
    (await call('GET', '/v1/admin/exemptions?limit=100')).body.items as { sagaId: string }[];

  it('is in the list, and the database refuses to delete it', async () => {
    const { id } = (await SAGAS['completed']?.()) ?? { id: '' };
    const body = { reason: 'in dispute' };
    const answer = await call('POST', `/v1/admin/sagas/${id}/exempt`, { body, role: 'operator' });
    expect(answer.body).toEqual({ sagaId: id, exempt: true });
    await call('POST', `/v1/admin/sagas/${id}/exempt`, { body: { reason: 'once more' } });
    expect((await exemptions()).filter(({ sagaId }) => sagaId === id)).toEqual([
      { sagaId: id, actor: 'operator', reason: 'in dispute', since: expect.any(String) },
    ]);
    const { rows } = await stack.sql.query(
      `select action, actor from operator_audit where saga_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ action: 'exempt', actor: 'operator' }]);
    await stack.sql.query(`delete from saga_event where saga_id = $1`, [id]);
    const deletion = stack.sql.query(`delete from saga where id = $1`, [id]);
    await expect(deletion).rejects.toThrow(/retention_exemption/);
    const { actions } = (await call('GET', `/v1/sagas/${id}/actions`)).body;
    const verbs = actions.flatMap(({ verb, allowed }: PossibleActionView) =>
      allowed ? [verb] : [],
    );
    expect(verbs).toEqual(['unexempt']);

    const back = await call('POST', `/v1/admin/sagas/${id}/unexempt`, { body });
    expect(back.body).toEqual({ sagaId: id, exempt: false });
    await stack.sql.query(`delete from saga where id = $1`, [id]);
    const gone = await call('POST', `/v1/admin/sagas/${id}/exempt`, { body });
    expectProblem(gone, 404, 'SAGA_NOT_FOUND');
  });
});
