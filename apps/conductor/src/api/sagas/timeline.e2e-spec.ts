import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let saga: Json;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  // given a saga that got stuck, and that an operator had tried again
  stack.script.set('shipping.ship', errs('DOCK_CLOSED'));
  const input = { orderId: 'o-1' };
  const body = { definition: 'place-order', key: 'order-1', input };
  const started = await stack.call('POST', '/v1/sagas?wait=30s', { body });
  expect(started.body.status).toBe('stuck');
  stack.script.clear();
  const retry = { reason: 'the dock is open' };
  const { id } = started.body;
  await stack.call('POST', `/v1/admin/sagas/${id}/retry`, { body: retry });
  ({ body: saga } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`));
  expect(saga.status).toBe('completed');
});

afterAll(() => stack.close());

const timeline = (query = '', headers: Record<string, string> = {}) =>
  stack.call('GET', `/v1/sagas/${saga.id}/timeline${query}`, { headers });

describe('The timeline of a saga', () => {
  it('tells what happened, how long it took and who did it', async () => {
    const { body } = await timeline();
    expect(body.next).toBeNull();
    const find = (what: string) => body.items.filter((entry: Json) => entry.what === what);
    const by = { actor: expect.any(String), action: 'retry', reason: 'the dock is open' };
    expect(find('attempt-failed')).toMatchObject([
      {
        step: 'ship',
        direction: 'execute',
        attempt: 1,
        participant: 'shipping',
        command: 'shipping.ship',
        durationMs: expect.any(Number),
        by: null,
        error: { code: 'DOCK_CLOSED' },
      },
    ]);
    expect(find('operator-acted')).toMatchObject([{ step: null, by }]);
    expect(find('command-issued').at(-1)).toMatchObject({ step: 'ship', attempt: 2, by });
    const [ended] = find('saga-completed');
    expect(ended).toMatchObject({
      at: saga.endedAt,
      version: saga.version,
      text: 'saga completed',
    });
    expect(ended.durationMs).toBe(Date.parse(saga.endedAt) - Date.parse(saga.startedAt));
  });

  it('is the same page by page', async () => {
    const { body: whole } = await timeline();
    const pages: Json[] = [];
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body } = await timeline(`?limit=2${cursor}`);
      pages.push(...body.items);
      next = body.next;
    }
    expect(pages).toEqual(whole.items);
    const history = await stack.call('GET', `/v1/sagas/${saga.id}/history?limit=1`);
    expectProblem(await timeline(`?cursor=${history.body.next}`), 400, 'CURSOR_INVALID');
  });

  it('is text for who asks for it', async () => {
    const answer = await timeline('', { accept: 'text/plain' });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const lines = String(answer.body).trimEnd().split('\n');
    expect(lines[0]).toBe('     +0.00 s  saga started: place-order version 1, key "order-1"');
    expect(lines.some((line) => /\+\d+\.\d\d s {2}→ order\.create$/.test(line))).toBe(true);
    expect(lines.some((line) => /operator .+: retry \("the dock is open"\)$/.test(line))).toBe(
      true,
    );
    expect(lines.at(-1)).toMatch(/saga completed, \d/);
    const short = await timeline('?limit=1', { accept: 'text/plain' });
    expect(String(short.body).trimEnd().split('\n').at(-1)).toMatch(/^ {2}… more with cursor=\S+$/);
  });

  it('of no saga is not found', async () => {
    const path = '/v1/sagas/01940000-0000-7000-8000-000000000099/timeline';
    expectProblem(await stack.call('GET', path), 404, 'SAGA_NOT_FOUND');
  });
});

describe('The history', () => {
  it('has every instant in ISO 8601, also within its events', async () => {
    const { body } = await stack.call('GET', `/v1/sagas/${saga.id}/history`);
    const events = body.items.flatMap(({ events: each }: Json) => each);
    const issued = events.filter(({ type }: Json) => type === 'command-issued');
    expect(issued).toHaveLength(5);
    for (const { dueAt } of issued) expect(new Date(dueAt).toISOString()).toBe(dueAt);
  });
});
