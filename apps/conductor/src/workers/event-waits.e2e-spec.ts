import { eventually } from '#testing-internal';
import { ConductorStack } from '../conductor-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

/** Sagas that wait for one key. The long form has ten thousand: `EVENT_WAITERS=10000`. */
const WAITERS = Number(process.env['EVENT_WAITERS'] ?? 300);
const FLOOD = Number(process.env['EVENT_FLOOD'] ?? 300);
const BYTES_MAX = 16 * 1024 * 1024;
/** Ten thousand starts take a minute, and several where other work has the processors. */
const WAITERS_MS_MAX = 60_000 + 40 * WAITERS;
/** Starts under way at once. All of them at once would be as many connections to one replica. */
const STARTS_AT_ONCE = 50;

const settled = (more: object = {}) => ({
  name: 'settled',
  wait: {
    event: 'payment.settled',
    key: '${input.paymentId}',
    eventKey: '${data.paymentId}',
    timeout: '1h',
    ...more,
  },
});
const SETTLING = { name: 'settling', steps: [settled()], output: '${steps.settled.output}' };
/** Two parts of an order come as events, after the one that starts it. */
const PARTS = {
  name: 'assemble',
  trigger: { event: 'kit.ordered', key: '${data.kit}', input: '${data}' },
  steps: [
    { name: 'prepare', command: 'order.prepare', compensation: 'none' },
    ...['first', 'second'].map((name) => ({
      name,
      wait: { event: 'part.came', key: '${input.kit}', eventKey: '${data.kit}' },
    })),
  ],
  output: ['${steps.first.output.part}', '${steps.second.output.part}'],
};

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [SETTLING, PARTS]) await post(body);
});
afterAll(() => stack.close());

async function post(body: object): Promise<number> {
  const answer = await stack.call('POST', '/v1/definitions', { body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.version as number;
}

function tell(event: string, data: object, messageId?: string): Promise<void> {
  const properties = messageId === undefined ? {} : { messageId };
  const json = { pattern: event, data };
  return stack.publish({ exchange: 'conductor.events', routingKey: event, json, properties });
}

async function start(definition: string, input: object): Promise<string> {
  const answer = await stack.call('POST', '/v1/sagas', { body: { definition, input } });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.id as string;
}

/** Starts this many sagas of one definition, with the same input. */
async function startMany(size: number, definition: string, input: object): Promise<string[]> {
  const ids: string[] = [];
  let left = size;
  const starter = async () => {
    while (left-- > 0) ids.push(await start(definition, input));
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, starter));
  return ids;
}

async function read(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}`)).body;
}

const ended = (id: string) =>
  eventually(
    () => read(id),
    ({ endedAt }) => endedAt !== null,
  );
const count = async (sql: string, values: readonly unknown[] = []): Promise<number> => {
  const { rows } = await stack.sql.query<{ count: number }>(
    `select count(*)::int as count from ${sql}`,
    [...values],
  );
  return rows[0]?.count ?? NaN;
};
const kept = (key: string) => count('kept_event where key = $1', [key]);

describe('A saga that waits for an event', () => {
  it('goes on with its data when it comes', async () => {
    const id = await start('settling', { paymentId: 'p-1' });
    const waiting = await read(id);
    expect(waiting.nextAction).toMatchObject({ what: 'await-event', step: 'settled' });
    await tell('payment.settled', { paymentId: 'p-other', amount: 1 });
    await tell('payment.settled', { paymentId: 'p-1', amount: 40 });
    expect(await ended(id)).toMatchObject({ status: 'completed', output: { amount: 40 } });
    expect(await count('event_wait where saga_id = $1', [id])).toBe(0);
  });

  it('takes one that came before it', async () => {
    await tell('payment.settled', { paymentId: 'p-2', amount: 7 });
    await eventually(
      () => kept('p-2'),
      (found) => found === 1,
    );
    const id = await start('settling', { paymentId: 'p-2' });
    expect(await ended(id)).toMatchObject({ status: 'completed', output: { amount: 7 } });
  });

  it('and another one that waits for the same get it both', async () => {
    const ids = [await start('settling', { paymentId: 'p-3' })];
    await tell('payment.settled', { paymentId: 'p-3', amount: 3 });
    ids.push(await start('settling', { paymentId: 'p-3' }));
    for (const id of ids) expect(await ended(id)).toMatchObject({ output: { amount: 3 } });
  });

  it('is made by an event, and takes two later ones once each, whichever comes first', async () => {
    await tell('part.came', { kit: 'k-1', part: 'early' }, 'm-early');
    await tell('part.came', { kit: 'k-1', part: 'early' }, 'm-early');
    await tell('kit.ordered', { kit: 'k-1' });
    const [saga] = await eventually(
      async () => (await stack.call('GET', '/v1/sagas?key=k-1')).body.items as readonly Json[],
      ([first]) => first?.activeSteps[0] === 'second',
    );
    await tell('part.came', { kit: 'k-1', part: 'early' }, 'm-early');
    await tell('part.came', { kit: 'k-1', part: 'late' }, 'm-late');
    expect(await ended(saga.id)).toMatchObject({ output: ['early', 'late'] });
  });

  it('goes on although every conductor was away when the event came', async () => {
    const id = await start('settling', { paymentId: 'p-4' });
    await stack.stopReplicas();
    await tell('payment.settled', { paymentId: 'p-4', amount: 4 });
    await stack.addReplica();
    expect(await ended(id)).toMatchObject({ output: { amount: 4 } });
  });

  it('follows the keys of the version that it is migrated to', async () => {
    const at = (eventKey: string) => ({ name: 'moving', steps: [settled({ eventKey })] });
    await post(at('${data.paymentId}'));
    const id = await start('moving', { paymentId: 'p-5' });
    const toVersion = await post(at('${data.payment.id}'));
    // told in the new form before the saga is migrated
    await tell('payment.settled', { paymentId: 'p-none', payment: { id: 'p-5' } });
    await eventually(
      () => kept('p-5'),
      (found) => found === 1,
    );
    const path = `/v1/definitions/moving/versions/${toVersion}/migrate`;
    const body = { reason: 'the event has another form' };
    const moved = await stack.call('POST', path, { body });
    expect(moved.body).toMatchObject({ migrated: 1 });
    expect(await ended(id)).toMatchObject({ status: 'completed' });
  });
});

describe('An event', () => {
  it(
    'is had by all sagas that wait for one key, and others are not held up',
    async () => {
      const ids = await startMany(WAITERS, 'settling', { paymentId: 'p-all' });
      const other = await start('settling', { paymentId: 'p-beside' });
      expect(await count('event_wait where key = $1', ['p-all'])).toBe(WAITERS);
      await tell('payment.settled', { paymentId: 'p-all', amount: 1 });
      await tell('payment.settled', { paymentId: 'p-beside', amount: 2 });
      expect(await ended(other)).toMatchObject({ output: { amount: 2 } });
      await eventually(
        () => count(`saga where id = any($1::uuid[]) and status = 'completed'`, [ids]),
        (done) => done === WAITERS,
        WAITERS_MS_MAX,
      );
      expect(await count('event_wait where key = $1', ['p-all'])).toBe(0);
    },
    WAITERS_MS_MAX,
  );

  it('without a key is a dead message that says so', async () => {
    const why = 'settling@1: EXPRESSION_FAILED';
    await tell('payment.settled', { amount: 1 });
    await eventually(
      () => count(`dead_message where reason = 'EVENT_NOT_KEPT' and detail like $1`, [`%${why}%`]),
      (found) => found === 1,
    );
  });

  it('that nobody waits for is kept within bounds, and a saga that waits has its own', async () => {
    // given a definition of its own, and a flood for keys that nobody waits for
    const wait = { event: 'part.flooded', key: '${input.key}', eventKey: '${data.key}' };
    await post({ name: 'flooded', steps: [{ name: 'part', wait }] });
    const id = await start('flooded', { key: 'mine' });
    const text = 'x'.repeat(100_000);
    const flood = Array.from({ length: FLOOD }, (_, index) =>
      tell('part.flooded', { key: `nobody-${index}`, text }),
    );
    await Promise.all(flood);
    // when
    await tell('part.flooded', { key: 'mine' });
    // then
    expect(await ended(id)).toMatchObject({ status: 'completed' });
    const { rows } = await stack.sql.query<{ bytes: number }>(
      `select sum(bytes)::int as bytes from kept_event where event = 'part.flooded'`,
    );
    expect(rows[0]?.bytes).toBeLessThan(BYTES_MAX + 200 * 101_000);
    const refused = `dead_message where reason = 'EVENT_NOT_KEPT' and detail like 'flooded:%'`;
    expect(await count(refused)).toBeGreaterThan(0);
    const { body } = await stack.call('GET', '/metrics');
    expect(String(body)).toMatch(/conductor_kept_events [1-9]/);
  });
});
