import { recordAct } from '#persistence';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let sagaId: string;

/** Given one act of each kind: a posted definition, a retried saga, a muted group. */
beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions?reason=first', {
    body: ORDER_DEFINITION,
    headers: { 'conductor-client': 'cli' },
  });
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: 'place-order', input: { orderId: 'o-1' } };
  const started = await stack.call('POST', '/v1/sagas?wait=30s', { body });
  stack.script.clear();
  sagaId = started.body.id;
  await stack.call('POST', `/v1/admin/sagas/${sagaId}/retry`, {
    body: { reason: 'trucks are back' },
    headers: { 'conductor-client': 'console' },
  });
  await recordAct(stack.sql, {
    actor: 'ann',
    via: 'console',
    action: 'mute-group',
    subject: { kind: 'group', id: 'g-1' },
    reason: 'known',
    request: {},
    before: { muted: false },
    after: { muted: true },
    outcome: { type: 'done' },
  });
});
afterAll(() => stack.close());

async function actsOf(query: string): Promise<readonly Json[]> {
  const { status, body } = await stack.call('GET', `/v1/admin/audit?${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body.items;
}

async function actionsOf(query: string): Promise<readonly string[]> {
  return (await actsOf(query)).map(({ action }: Json) => action as string);
}

describe('The audit log', () => {
  it('has every kind of act, newest first, with how it came and what it was about', async () => {
    expect(await actsOf('limit=10')).toMatchObject([
      {
        action: 'mute-group',
        actor: 'ann',
        via: 'console',
        subject: { kind: 'group', id: 'g-1' },
        sagaId: null,
        before: { muted: false },
        after: { muted: true },
        outcome: 'done',
      },
      { action: 'retry', via: 'console', subject: { kind: 'saga', id: sagaId }, sagaId },
      {
        action: 'post-definition',
        via: 'cli',
        subject: { kind: 'definition', id: 'place-order' },
        definition: 'place-order',
        before: null,
        after: { status: 'active', version: 1 },
      },
    ]);
  });

  it.each([
    ['actor=ann', ['mute-group']],
    ['action=retry', ['retry']],
    ['subject=group', ['mute-group']],
    ['subject=group:g-1', ['mute-group']],
    ['subject=group:g-2', []],
    ['subject=definition:place-order', ['post-definition']],
    ['subject=saga', ['retry']],
    ['outcome=refused', []],
    ['from=2020-01-01&to=2020-02-01', []],
    ['from=2020-01-01&actor=local', ['retry', 'post-definition']],
  ])('is filtered by %s', async (query, actions) => {
    expect(await actionsOf(query)).toEqual(actions);
  });

  it('is filtered by saga in both ways', async () => {
    expect(await actionsOf(`saga=${sagaId}`)).toEqual(['retry']);
    expect(await actionsOf(`subject=saga:${sagaId}`)).toEqual(['retry']);
  });

  it('goes on with the same filter page by page', async () => {
    const first = await stack.call('GET', '/v1/admin/audit?actor=local&limit=1');
    const path = `/v1/admin/audit?actor=local&limit=1&cursor=${first.body.next}`;
    const second = await stack.call('GET', path);
    expect([first, second].map(({ body }) => body.items[0].action)).toEqual([
      'retry',
      'post-definition',
    ]);
    expectProblem(
      await stack.call('GET', `/v1/admin/audit?actor=ann&limit=1&cursor=${first.body.next}`),
      ...([400, 'CURSOR_INVALID'] as const),
    );
  });

  it.each(['subject=saga:nobody', 'subject=A', 'subject=group:', 'from=now', 'outcome=maybe'])(
    'says what is wrong with %s',
    async (query) => {
      const answer = await stack.call('GET', `/v1/admin/audit?${query}`);
      expectProblem(answer, 400, 'VALIDATION_FAILED');
      const [name] = query.split('=');
      expect(answer.body.errors[0].path).toBe(`/${name}`);
    },
  );
});
