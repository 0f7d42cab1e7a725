import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { createStorePool, ReadPool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import type { Act } from './act.js';
import { AuditChain } from './audit-chain.js';
import { recordAct } from './record-act.js';
import { verifyAudit, type VerifyOptions } from './verify-audit.js';

const ACT: Act = {
  actor: 'ann',
  via: 'api',
  action: 'mute-group',
  subject: { kind: 'group', id: 'g-1' },
  reason: 'a test',
  request: {},
  before: null,
  after: { muted: true },
  outcome: { type: 'done' },
};

describe('The chain of the audit log', () => {
  let database: TestDatabase;
  let pool: Pool;
  let reader: ReadPool;
  let chain: AuditChain;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { applicationName: 'test' });
    reader = new ReadPool(database.url);
    chain = new AuditChain(pool);
  });
  // one database for all: to make one with its tables for each test takes most of its time
  beforeEach(() => tamper('delete from outbox; truncate operator_audit'));
  afterAll(async () => {
    await pool?.end();
    await reader?.close();
    await database?.drop();
  });

  async function record(count: number): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let done = 0; done < count; done++) ids.push(await recordAct(pool, ACT));
    return ids;
  }

  const verify = (options: VerifyOptions = {}) => verifyAudit(reader, options);

  /** As somebody who may do anything in the database. */
  async function tamper(sql: string): Promise<void> {
    await pool.query(`alter table operator_audit disable trigger user; ${sql};
                      alter table operator_audit enable trigger user`);
  }

  it('has every record once, in the order in which they happened', async () => {
    const ids = await record(5);
    expect(await chain.seal()).toEqual({ sealed: 5, isMore: false });
    const { rows } = await pool.query<{ id: string; in_order: boolean }>(
      `select id, at >= lag(at, 1, at) over (order by seal_seq) as in_order
         from operator_audit order by seal_seq`,
    );
    expect(rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(rows.every(({ in_order }) => in_order)).toBe(true);
    expect(await verify()).toMatchObject({
      isIntact: true,
      isComplete: true,
      checked: 5,
      head: { seq: 5 },
      fault: null,
      unsealed: { count: 0, ids: [] },
    });
  });

  it('has records of the same millisecond in the order of their instants', async () => {
    // given ids that say nothing of the order
    await pool.query(
      `insert into operator_audit (id, at, actor, action, definition_name, reason, request,
                                   fingerprint, status_after, version_after)
       select gen_random_uuid(), timestamptz '2030-01-01' + at * interval '1 microsecond', 'ann',
              'post-definition', 'order', 'new', '{}', 'f', 'active', at
         from generate_series(1, 50) as at`,
    );
    // when
    await chain.seal();
    // then
    const { rows } = await pool.query<{ seq: string; at: number }>(
      'select seal_seq::text as seq, version_after as at from operator_audit',
    );
    expect(rows.filter(({ seq, at }) => Number(seq) !== at)).toEqual([]);
  });

  it('can be followed by anybody who knows what is documented', async () => {
    // given
    await record(2);
    await chain.seal();
    // when
    const { rows } = await pool.query<Record<string, unknown>>(
      `select *, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_text
         from operator_audit order by seal_seq`,
    );
    let hash = Buffer.alloc(32);
    rows.forEach((row, index) => {
      const content = DOCUMENTED.map((column) => JSON.stringify(row[column] ?? null)).join(', ');
      const digest = createHash('sha256').update(`[${content}]`).digest();
      const place = Buffer.alloc(8);
      place.writeBigInt64BE(BigInt(index + 1));
      hash = createHash('sha256')
        .update(Buffer.concat([hash, place, digest]))
        .digest();
    });
    // then
    expect((await verify()).head.hash).toBe(hash.toString('hex'));
  });

  it('takes what comes later, also from a release before, and names what waits', async () => {
    await record(1);
    await chain.seal();
    const { rows } = await pool.query<{ id: string }>(
      `insert into operator_audit (id, actor, action, definition_name, reason, request,
                                   fingerprint, status_after, version_after)
       values (gen_random_uuid(), 'bob', 'post-definition', 'order', 'new', '{}', 'f', 'active', 1)
       returning id`,
    );
    const unsealed = { count: 1, ids: rows.map(({ id }) => id) };
    expect(await verify()).toMatchObject({ isIntact: true, checked: 1, unsealed });
    await chain.seal();
    expect(await verify()).toMatchObject({ isIntact: true, checked: 2, unsealed: { count: 0 } });
  });

  it('holds nobody up, and has no gap, while many record and several seal', async () => {
    const others = Array.from({ length: 3 }, () => new AuditChain(pool));
    const recorded = Promise.all(Array.from({ length: 8 }, () => record(10)));
    let isOver = false;
    void recorded.finally(() => (isOver = true));
    while (!isOver) await Promise.all(others.map((other) => other.seal()));
    await recorded;
    await chain.seal();
    expect(await verify()).toMatchObject({ isIntact: true, checked: 80, head: { seq: 80 } });
  });

  it('tells of each record, once, in the transaction of its seal', async () => {
    const [id = ''] = await record(1);
    await chain.seal();
    await chain.seal();
    const { rows } = await pool.query<{ message_id: string; message: string }>(
      'select message_id, message from outbox',
    );
    expect(rows.map(({ message_id }) => message_id)).toEqual([`${id}/recorded`]);
    const { head } = await verify();
    expect(JSON.parse(rows[0]?.message ?? '')).toMatchObject({
      type: 'published',
      event: 'audit.recorded',
      data: { id, ...head, action: 'mute-group', subject: { kind: 'group', id: 'g-1' } },
    });
  });

  it.each([
    ['an update', `update operator_audit set reason = 'other'`],
    ['a new hash', `update operator_audit set seal_hash = sha256('x')`],
    ['a seal that comes with a change', `update operator_audit set seal_seq = 9, actor = 'eve'`],
    ['a deletion', 'delete from operator_audit'],
    ['emptying it', 'truncate operator_audit'],
  ])('refuses %s', async (_what, sql) => {
    await record(1);
    if (!sql.includes('actor')) await chain.seal();
    await expect(pool.query(sql)).rejects.toThrow('the audit log is append-only');
  });

  it.each([
    ['a record that was changed', `update operator_audit set reason = 'x' where seal_seq = 3`],
    ['an actor who was exchanged', `update operator_audit set actor = 'b' where seal_seq = 3`],
    [
      'a hash that was changed',
      `update operator_audit set seal_hash = '\\x${'0'.repeat(64)}'
                                  where seal_seq = 3`,
    ],
  ])('shows %s', async (_what, sql) => {
    await record(5);
    await chain.seal();
    const { rows } = await pool.query('select id from operator_audit where seal_seq = 3');
    await tamper(sql);
    const fault = { seq: 3, ...(rows[0] as object), what: 'changed' };
    expect(await verify()).toMatchObject({ isIntact: false, fault });
  });

  it('shows a record that was deleted, and a beginning that was', async () => {
    await record(5);
    await chain.seal();
    await tamper('delete from operator_audit where seal_seq = 4');
    const fault = { seq: 4, id: null, what: 'missing' };
    expect(await verify()).toMatchObject({ isIntact: false, fault });
    await tamper('delete from operator_audit where seal_seq = 1');
    const gone = { seq: 1, id: null, what: 'beginning-missing' };
    expect(await verify()).toMatchObject({ isIntact: false, fault: gone });
  });

  it('that was made anew from a changed record differs from a head that was kept', async () => {
    // given
    await record(3);
    await chain.seal();
    const { head: expected } = await verify();
    // when
    await tamper(`update operator_audit set reason = 'x', seal_seq = null, seal_hash = null`);
    await chain.seal();
    // then the chain itself cannot tell
    expect(await verify()).toMatchObject({ isIntact: true });
    const fault = { seq: 3, what: 'other-than-expected' };
    expect(await verify({ expected })).toMatchObject({ isIntact: false, fault });
  });

  it('goes on after it was trimmed, which is an act of its own', async () => {
    // given
    await record(4);
    await chain.seal();
    // when
    const { rows } = await pool.query<{ trimmed: number }>(
      `select trim_audit(clock_timestamp(), 'ann', 'a year has passed', 3) as trimmed`,
    );
    expect(rows).toEqual([{ trimmed: 3 }]);
    await chain.seal();
    // then
    expect(await verify()).toMatchObject({ isIntact: true, after: { seq: 3 }, checked: 2 });
    const { rows: acts } = await pool.query('select action, actor, reason from operator_audit');
    expect(acts).toContainEqual({
      action: 'trim-audit',
      actor: 'ann',
      reason: 'a year has passed',
    });
  });

  it('goes on when all of it was trimmed; what has no seal is never trimmed', async () => {
    await record(2);
    await chain.seal();
    await record(1);
    await pool.query(`select trim_audit(clock_timestamp(), 'ann', 'old')`);
    await chain.seal();
    expect(await verify()).toMatchObject({ isIntact: true, checked: 2, head: { seq: 4 } });
    await expect(pool.query('delete from operator_audit')).rejects.toThrow('append-only');
  });
});

const DOCUMENTED = [
  ...['id', 'at_text', 'actor', 'via', 'credential', 'action', 'saga_id', 'definition_name'],
  ...['subject_kind', 'subject_id', 'reason', 'request', 'idempotency_key', 'fingerprint'],
  ...['outcome', 'refusal', 'times', 'preview_hash', 'operation_id', 'before', 'after'],
  ...['status_before', 'version_before', 'status_after', 'version_after'],
];
