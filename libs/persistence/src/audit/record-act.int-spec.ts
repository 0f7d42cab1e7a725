import type { Pool, PoolClient } from 'pg';
import { createStorePool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import type { Act } from './act.js';
import { recordAct } from './record-act.js';

const MUTE: Act = {
  actor: 'ann',
  via: 'console',
  credential: 'ann-laptop',
  action: 'mute-group',
  subject: { kind: 'group', id: 'g-1' },
  reason: 'known since Monday',
  request: { until: '2030-01-01T00:00:00Z' },
  before: { muted: false },
  after: { muted: true },
  outcome: { type: 'done' },
};

describe('Recording an act', () => {
  let database: TestDatabase;
  let pool: Pool;
  let client: PoolClient;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { applicationName: 'test' });
    client = await pool.connect();
  });
  afterAll(async () => {
    client?.release();
    await pool?.end();
    await database?.drop();
  });

  const recorded = async (id: string): Promise<Record<string, unknown>> => {
    const { rows } = await pool.query<Record<string, unknown>>(
      'select * from operator_audit where id = $1',
      [id],
    );
    return rows[0] ?? {};
  };

  it('keeps who, how, what, why, before and after', async () => {
    expect(await recorded(await recordAct(client, MUTE))).toMatchObject({
      actor: 'ann',
      via: 'console',
      credential: 'ann-laptop',
      action: 'mute-group',
      saga_id: null,
      definition_name: null,
      subject_kind: 'group',
      subject_id: 'g-1',
      reason: 'known since Monday',
      request: '{"until":"2030-01-01T00:00:00Z"}',
      before: '{"muted":false}',
      after: '{"muted":true}',
      outcome: 'done',
      refusal: null,
      times: 1,
    });
  });

  it('is undone with the act', async () => {
    await client.query('begin');
    const id = await recordAct(client, MUTE);
    await client.query('rollback');
    expect(await recorded(id)).toEqual({});
  });

  it('keeps what is about a saga or a definition where it always was', async () => {
    const saga = '01940000-0000-7000-8000-000000000001';
    const ofSaga = await recordAct(client, { ...MUTE, subject: { kind: 'saga', id: saga } });
    expect(await recorded(ofSaga)).toMatchObject({ saga_id: saga, subject_kind: null });
    const subject = { kind: 'definition', id: 'order' } as const;
    const ofDefinition = await recordAct(client, { ...MUTE, subject });
    expect(await recorded(ofDefinition)).toMatchObject({ definition_name: 'order' });
  });

  it('keeps of a refusal its code and how often', async () => {
    const outcome = { type: 'refused', code: 'FORBIDDEN', times: 7 } as const;
    const id = await recordAct(client, { ...MUTE, outcome, after: null });
    expect(await recorded(id)).toMatchObject({
      outcome: 'refused',
      refusal: 'FORBIDDEN',
      times: 7,
      after: null,
    });
  });

  it('keeps of a large request only its size, and any text', async () => {
    const request = { text: 'x'.repeat(20_000) };
    const odd = await recordAct(client, { ...MUTE, request, reason: 'a\u0000b \ud800' });
    expect(await recorded(odd)).toMatchObject({
      request: '{"omitted":true,"bytes":20011}',
      reason: 'a\ufffdb \ufffd',
    });
  });

  it('is refused by the table under a key that is taken', async () => {
    const act = { ...MUTE, idempotencyKey: 'rest:ann:1' };
    await recordAct(client, act);
    await expect(recordAct(client, act)).rejects.toMatchObject({
      constraint: 'operator_audit_idempotency_key_key',
    });
  });

  it('leaves room for the rows of the release before', async () => {
    const { rowCount } = await pool.query(
      `insert into operator_audit (id, actor, action, definition_name, reason, request,
                                   fingerprint, status_after, version_after)
       values (gen_random_uuid(), 'bob', 'post-definition', 'order', 'new', '{}', 'f', 'active',
               1)`,
    );
    expect(rowCount).toBe(1);
  });
});
