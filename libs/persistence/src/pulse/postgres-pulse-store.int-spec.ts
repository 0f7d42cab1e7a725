import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { createStorePool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import { DefinitionStore } from '../definitions/definition-store.js';
import { ParticipantStore } from '../participants/participant-store.js';
import { PostgresPulseStore } from './postgres-pulse-store.js';

const LIMITS = { deadMessagesMax: 2, deadMessageDays: 30, descriptionsMax: 3 };
const BY = { actor: 'test', reason: 'a test' };

describe('The pulse of a database', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let pool: Pool;
  let store: PostgresPulseStore;
  let definitions: DefinitionStore;
  let participants: ParticipantStore;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { applicationName: 'test' });
    store = new PostgresPulseStore(pool, LIMITS);
    dataSource = await openConductorDataSource(database.url);
    definitions = new DefinitionStore(dataSource);
    participants = new ParticipantStore(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await pool.end();
    await database.drop();
  });

  /** Which versions are others than before. */
  const changedBy = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    const { versions: before } = await store.readPulse({ withLimits: false });
    await work();
    const { versions: after } = await store.readPulse({ withLimits: false });
    return (['definitions', 'participants', 'keys'] as const).filter(
      (name) => before[name] !== after[name],
    );
  };
  const post = (hash: string) =>
    definitions.save({ name: 'order', hash, document: '{}', triggerEvent: null, by: BY });
  const describes = (participant: string, account: string | null = null) =>
    participants.keep({ participant, commands: [] }, null, account);

  it('changes the version of definitions with each post and retirement', async () => {
    expect(await changedBy(() => post('a'))).toEqual(['definitions']);
    expect(await changedBy(() => post('a'))).toEqual([]);
    expect(await changedBy(() => post('b'))).toEqual(['definitions']);
    expect(await changedBy(() => definitions.retire('order', 1, BY))).toEqual(['definitions']);
    expect(await changedBy(() => definitions.retire('order', 1, BY))).toEqual([]);
  });

  it('changes that of participants with each new one, its account, and each one less', async () => {
    expect(await changedBy(() => describes('payment'))).toEqual(['participants']);
    expect(await changedBy(() => describes('payment'))).toEqual([]);
    expect(await changedBy(() => describes('payment', 'finance'))).toEqual(['participants']);
    expect(await changedBy(() => describes('payment', 'finance'))).toEqual([]);
    const drop = () => pool.query('delete from participant_description');
    expect(await changedBy(drop)).toEqual(['participants']);
  });

  it('does not show a version before its change is committed', async () => {
    // given
    const client = await pool.connect();
    await client.query('begin');
    const insert = `insert into saga_definition (name, version, hash, document)
      values ('other', 1, 'h', '{}')`;
    // when
    const whileOpen = await changedBy(() => client.query(insert));
    const committed = await changedBy(() => client.query('commit'));
    client.release();
    // then
    expect([whileOpen, committed]).toEqual([[], ['definitions']]);
  });

  it.each([
    {
      what: 'dead messages are more than are kept',
      sql: `insert into dead_message (id, source, reason, detail, body, properties)
        select gen_random_uuid(), 'reply', 'NOT_JSON', '', '', '{}' from generate_series(1, $1)`,
      enough: LIMITS.deadMessagesMax,
    },
    {
      what: 'a dead message is too old',
      sql: `insert into dead_message (id, source, reason, detail, body, properties, created_at)
        select gen_random_uuid(), 'reply', 'NOT_JSON', '', '', '{}',
               clock_timestamp() - (29.5 + $1) * interval '1 day'`,
      enough: 0,
    },
    {
      what: 'participants are more than are kept',
      sql: `insert into participant_description (participant, commands, sent_at)
        select 'p-' || n, '[]', clock_timestamp() from generate_series(1, $1) as n`,
      enough: LIMITS.descriptionsMax,
    },
    {
      what: 'the time of a kept event is up',
      sql: `insert into kept_event (event, key, event_id, definition, data, bytes, expires_at)
        select 'part.came', 'k', 'e', 'order', '1', 1,
               clock_timestamp() + (0.5 - $1) * interval '1 minute'`,
      enough: 0,
    },
    {
      what: 'changes are kept for longer than anybody may resume from',
      sql: `insert into saga_change (changes, at)
        values ('x', clock_timestamp() - (11 + 2 * $1::int) * interval '1 minute')`,
      enough: 0,
    },
  ])('says that $what, where it is asked for that', async ({ sql, enough }) => {
    const tables = 'dead_message, participant_description, kept_event, saga_change';
    const isTooMuch = async (count: number, withLimits = true): Promise<boolean> => {
      await pool.query(`truncate ${tables} cascade`);
      await pool.query(sql, [count]);
      return (await store.readPulse({ withLimits })).isTooMuchKept;
    };
    expect(await isTooMuch(enough)).toBe(false);
    expect(await isTooMuch(enough + 1)).toBe(true);
    expect(await isTooMuch(enough + 1, false)).toBe(false);
  });
});
