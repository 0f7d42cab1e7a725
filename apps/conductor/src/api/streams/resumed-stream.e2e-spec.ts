import { eventually } from '#testing-internal';
import { callUrl } from '../../conductor-call.fixture.js';
import { StreamStack, untilTold } from './stream-stack.fixture.js';

let live: StreamStack;

beforeAll(async () => {
  live = await StreamStack.start();
});

afterEach(() => live.reset());
afterAll(() => live.close());

describe('The stream of all sagas, when something goes wrong', () => {
  it.each([
    ['nonsense', 'unknown-position'],
    ['1.1.1:1:', 'unknown-position'],
    ['1.SERVER.999999999999:999999999999:', 'unknown-position'],
    ['1.SERVER.1:1:', 'too-old'],
  ])('given the id %s, when it is to go on after it, then it says: %s', async (form, reason) => {
    const { lastEventId: now } = await live.listen();
    const id = form.replace('SERVER', now.split('.')[1] ?? '');
    for (const client of [
      await live.open('/v1/stream', { 'last-event-id': id }),
      await live.open(`/v1/stream?lastEventId=${id}`),
    ]) {
      expect(await client.first('reset')).toEqual({ reason });
      const saga = await live.run();
      await untilTold(client, saga.id, saga.version);
    }
  });

  it('given a broken connection, when it comes back, then it is told what it missed', async () => {
    const client = await live.open('/v1/stream');
    const first = await live.run();
    await untilTold(client, first.id, first.version);
    client.break();
    const missed = await live.run();
    const again = await live.open('/v1/stream', { 'last-event-id': client.lastEventId });
    const told = await untilTold(again, missed.id, missed.version);
    expect(told.map(({ version }) => version).sort()).toEqual(
      Array.from({ length: missed.version }, (_, index) => index + 1),
    );
    expect(again.dataOf('reset')).toEqual([]);
  });

  it('given two replicas, when one commits, then a listener of the other is told', async () => {
    const client = await live.open('/v1/stream');
    await client.first('open');
    const other = await live.stack.addReplica();
    await eventually(
      async () => (await fetch(`${other.url}/health/ready`)).status,
      (status) => status === 200,
    );
    const body = { definition: 'place-order', input: { orderId: 'o-other' } };
    const sagas = await Promise.all(
      Array.from({ length: 5 }, () => callUrl('POST', `${other.url}/v1/sagas?wait=30s`, { body })),
    );
    for (const { body: saga } of sagas) {
      const told = await untilTold(client, saga.id, saga.version);
      expect(told.length).toBe(saga.version);
    }
  });

  it('given a transaction held open, when others commit first, then it is told too', async () => {
    const client = await live.open('/v1/stream');
    await client.first('open');
    const saga = await live.run();
    await untilTold(client, saga.id, saga.version);
    await live.stack.sql.query('begin');
    await live.stack.sql.query(
      `insert into saga_event (saga_id, version, at, data)
       values ($1, 999, now(), '{"input":{"type":"timer"},"events":[{"type":"deadline-passed"}]}')`,
      [saga.id],
    );
    await live.stack.sql.query('insert into saga_change (changes) values ($1)', [
      `${saga.id}rd999`,
    ]);
    // positions go on meanwhile, here and in what a client has in hand
    const { lastEventId } = client;
    await eventually(
      async () => {
        const next = await live.run();
        await untilTold(client, next.id, next.version);
        return client.lastEventId;
      },
      (id) => Number(id.split(':')[1]) > Number(lastEventId.split(':')[1]) + 10,
    );
    const position = client.lastEventId;
    expect(client.dataOf('saga').some(({ version }) => version === 999)).toBe(false);
    await live.stack.sql.query('commit');
    const told = await untilTold(client, saga.id, 999);
    expect(told.at(-1)).toMatchObject({
      version: 999,
      kinds: ['deadline-passed'],
      status: 'completed',
    });
    const again = await live.open('/v1/stream', { 'last-event-id': position });
    await untilTold(again, saga.id, 999);
    await live.stack.sql.query('delete from saga_event where version = 999');
  });

  it('given a client that does not read, when much happens, then it is cut', async () => {
    const client = await live.open('/v1/stream');
    await client.first('open');
    client.stopReading();
    const reader = await live.listen();
    const saga = await live.run();
    // large enough for what the kernel keeps on both sides; no faster than it is told, or what was
    // missed would be too much to be told one by one
    const open = await eventually(
      async () => {
        await untilTold(reader, saga.id, await flood(saga.id, 400));
        return live.openCount();
      },
      (count) => count === 1,
    );
    expect(open).toBe(1);
    client.readOn();
    expect(await client.first('end')).toEqual({ reason: 'too-slow' });
    const again = await live.open('/v1/stream', { 'last-event-id': client.lastEventId });
    const last = await live.run();
    await untilTold(again, last.id, last.version);
    const all = new Set(
      [...client.dataOf('saga'), ...again.dataOf('saga')].map(
        ({ sagaId, version }) => `${sagaId}/${version}`,
      ),
    );
    const { rows } = await live.stack.sql.query<{ version: number }>(
      'select version from saga_event where saga_id = $1 and version > 1000',
      [saga.id],
    );
    const flooded = rows.map(({ version }) => version);
    expect(flooded.length).toBeGreaterThan(300);
    expect(flooded.filter((version) => !all.has(`${saga.id}/${version}`))).toEqual([]);
  });

  it('given a replica of an earlier release, when it runs, then listeners read again', async () => {
    const saga = await live.run();
    const [client, one] = [await live.listen(), await live.open(`/v1/sagas/${saga.id}/stream`)];
    // its row lacks the word that its changes are logged; what it commits is in the history alone
    await live.stack.sql.query(
      `insert into replica (id, seen_at, has_left)
       values ('00000000-0000-4000-8000-000000000001', clock_timestamp(), false)`,
    );
    await live.stack.sql.query(
      `insert into saga_event (saga_id, version, at, data)
       values ($1, $2, now(), '{"input":{"type":"timer"},"events":[]}')`,
      [saga.id, saga.version + 1],
    );
    expect(await client.first('reset')).toEqual({ reason: 'earlier-release' });
    await eventually(
      () => one.dataOf('entry').length,
      (count) => count === saga.version + 1,
    );
    await live.stack.sql.query(`delete from replica where id::text like '00000000-%'`);
    await live.stack.sql.query('delete from saga_event where saga_id = $1 and version = $2', [
      saga.id,
      saga.version + 1,
    ]);
  });

  it('given a replica that stops, when it does, then its listeners go elsewhere', async () => {
    const client = await live.listen();
    const one = await live.listen();
    await live.stack.stopReplicas();
    for (const ended of [client, one]) {
      const { retryMs } = ended;
      expect(ended.dataOf('end')).toEqual([{ reason: 'draining' }]);
      expect(retryMs).toBeGreaterThanOrEqual(1_000);
      expect(retryMs).toBeLessThanOrEqual(3_000);
    }
    await live.stack.addReplica();
    const missed = await live.run();
    const again = await live.open('/v1/stream', { 'last-event-id': client.lastEventId });
    const told = await untilTold(again, missed.id, missed.version);
    expect(new Set(told.map(({ version }) => version)).size).toBe(missed.version);
    expect(again.dataOf('reset')).toEqual([]);
  });
});

/**
 * Many changes of one saga that another replica committed, with steps of long names. Gives the last
 * version.
 */
async function flood(sagaId: string, count: number): Promise<number> {
  const { rows } = await live.stack.sql.query<{ last: number }>(
    `select coalesce(max(version), 1000) as last from saga_event
      where saga_id = $1 and version > 1000`,
    [sagaId],
  );
  const first = Number(rows[0]?.last) + 1;
  await live.stack.sql.query('begin');
  await live.stack.sql.query(
    `insert into saga_event (saga_id, version, at, data)
     select $1, n, now(), jsonb_build_object('input', jsonb_build_object('type', 'timer'), 'events',
       (select jsonb_agg(jsonb_build_object('type', 'wait-closed', 'step', repeat('x', 60) || m))
          from generate_series(1, 20) as m))::text
     from generate_series($2::int, $2::int + $3::int - 1) as n`,
    [sagaId, first, count],
  );
  await live.stack.sql.query(
    `insert into saga_change (changes)
     select string_agg($1::uuid || 'dd' || n, ' ')
     from generate_series($2::int, $2::int + $3::int - 1) as n`,
    [sagaId, first, count],
  );
  await live.stack.sql.query('commit');
  return first + count - 1;
}
