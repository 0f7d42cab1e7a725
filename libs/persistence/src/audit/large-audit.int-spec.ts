import type { Pool } from 'pg';
import { createStorePool, ReadPool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { AuditChain } from './audit-chain.js';
import { verifyAudit } from './verify-audit.js';

/** AUDIT_RECORDS=1000000 for the promise of ten seconds. */
const RECORDS = Number(process.env['AUDIT_RECORDS'] ?? 12_000);

describe(`An audit log of ${RECORDS} records`, () => {
  let database: TestDatabase;
  let pool: Pool;
  let reader: ReadPool;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { applicationName: 'test' });
    reader = new ReadPool(database.url);
    for (let left = RECORDS; left > 0; left -= 5_000) {
      await pool.query(
        `insert into operator_audit (id, actor, via, action, saga_id, reason, request, fingerprint,
           status_before, version_before, status_after, version_after, is_told)
         select gen_random_uuid(), 'ann', 'api', 'retry', gen_random_uuid(), 'the bank is back',
                '{"name":"retry","step":"authorize"}', repeat('f', 64), 'stuck', 9, 'running', 10,
                false
           from generate_series(1, $1::int)`,
        [Math.min(left, 5_000)],
      );
    }
    const chain = new AuditChain(pool);
    while ((await chain.seal()).isMore);
    await pool.query('vacuum analyze operator_audit');
  }, 1_800_000);
  afterAll(async () => {
    await pool?.end();
    await reader?.close();
    await database?.drop();
  });

  it('is verified a portion at a time, ten seconds for a million', async () => {
    const startedAt = performance.now();
    const verdict = await verifyAudit(reader);
    const tookMs = performance.now() - startedAt;
    if (RECORDS >= 1_000_000) process.stdout.write(`verified in ${Math.round(tookMs)} ms\n`);
    expect(verdict).toMatchObject({ isIntact: true, isComplete: true, checked: RECORDS });
    if (RECORDS >= 1_000_000) expect(tookMs).toBeLessThan((10_000 * RECORDS) / 1_000_000);
  });

  it('is verified as far as there is time, and from there on', async () => {
    // given a clock that is over its time at the second look
    let looks = 0;
    const now = () => (looks++ < 2 ? 0 : 60_000);
    const first = await verifyAudit(reader, { now });
    expect(first).toMatchObject({ isIntact: true, isComplete: false, checked: 5_000 });
    // when
    const second = await verifyAudit(reader, { afterSeq: first.head.seq });
    // then
    expect(second).toMatchObject({ isIntact: true, isComplete: true, checked: RECORDS - 5_000 });
    expect(second.head.seq).toBe(RECORDS);
  });
});
