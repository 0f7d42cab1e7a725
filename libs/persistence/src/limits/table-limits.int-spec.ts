import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { createStorePool } from '#database';
import { TableLimits } from './table-limits.js';

describe('Tables that outsiders can fill', () => {
  let database: TestDatabase;
  let pool: Pool;
  let limits: TableLimits;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { applicationName: 'test' });
    limits = new TableLimits(pool, { deadMessagesMax: 3, deadMessageDays: 30, descriptionsMax: 2 });
  });
  afterEach(() => pool.query('truncate dead_message, participant_description cascade'));
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const addDead = (detail: string, ageDays: number, isResolved = false) =>
    pool.query(
      `insert into dead_message (id, source, reason, detail, body, properties, created_at,
                                 resolved_at, resolution)
       select gen_random_uuid(), 'reply', 'NOT_JSON', $1, 'x', '{}', at,
              case when $3 then at end, case when $3 then 'discarded' end
         from (select clock_timestamp() - $2 * interval '1 day' as at) as clock`,
      [detail, ageDays, isResolved],
    );
  const left = async (): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ detail: string }>(
      'select detail from dead_message order by detail',
    );
    return rows.map(({ detail }) => detail);
  };
  const describeParticipant = (name: string, ageDays: number) =>
    pool.query(
      `insert into participant_description (participant, commands, sent_at, last_seen_at)
       values ($1, '[]', clock_timestamp(), clock_timestamp() - $2 * interval '1 day')`,
      [name, ageDays],
    );

  it('lose what is too old', async () => {
    await addDead('old', 31);
    await addDead('young', 29);
    expect(await limits.purge()).toEqual({
      expired: 1,
      surplus: 0,
      descriptions: 0,
      events: 0,
      changes: 0,
    });
    expect(await left()).toEqual(['young']);
  });

  it('lose what is too much: first what was resolved, then the oldest', async () => {
    await addDead('a: the oldest', 5);
    await addDead('b', 4);
    await addDead('c', 3);
    await addDead('d', 2);
    await addDead('e: resolved', 1, true);
    await addDead('f: expired', 40);
    expect(await limits.purge()).toEqual({
      expired: 1,
      surplus: 2,
      descriptions: 0,
      events: 0,
      changes: 0,
    });
    expect(await left()).toEqual(['b', 'c', 'd']);
    expect(await limits.purge()).toEqual({
      expired: 0,
      surplus: 0,
      descriptions: 0,
      events: 0,
      changes: 0,
    });
  });

  it('lose descriptions that nobody needs before those that a definition names', async () => {
    await describeParticipant('payment', 9);
    await describeParticipant('junk-old', 2);
    await describeParticipant('junk-new', 1);
    await pool.query(
      `insert into saga_definition (name, version, hash, document)
       values ('order', 1, 'h', '{"steps":[{"command":"payment.take"}]}')`,
    );
    expect(await limits.purge()).toMatchObject({ descriptions: 1 });
    const { rows } = await pool.query(
      'select participant from participant_description order by participant',
    );
    expect(rows).toEqual([{ participant: 'junk-new' }, { participant: 'payment' }]);
  });

  it('lose events whose time is up, but for those that a wait has yet to look at', async () => {
    // given a saga that waits for both keys, and has looked at one of them
    const sagaId = '01940000-0000-7000-8000-000000000001';
    await pool.query(
      `insert into saga_definition (name, version, hash, document) values ('wait', 1, 'h', '{}');
       insert into saga (id, definition_name, definition_version, status, version, state, summary)
       values ('${sagaId}', 'wait', 1, 'running', 1, '{}', '{}');
       insert into kept_event (event, key, event_id, definition, data, bytes, expires_at)
       select 'part.came', key, 'e', 'wait', '1', 1, clock_timestamp() + age * interval '1 min'
         from (values ('expired', -1), ('unseen', -1), ('seen', -1), ('young', 1))
           as event (key, age);
       insert into event_wait (saga_id, step, event, key, seen)
       select '${sagaId}', key, 'part.came', key, case when key = 'seen' then 1000 else 0 end
         from (values ('unseen'), ('seen')) as wait (key)`,
    );
    // when
    expect(await limits.purge()).toMatchObject({ events: 2 });
    // then
    const { rows } = await pool.query<{ key: string }>('select key from kept_event order by key');
    expect(rows.map(({ key }) => key)).toEqual(['unseen', 'young']);
  });

  it('lose changes that nobody may resume from, and no others', async () => {
    const addChange = (age: string) =>
      pool.query(
        `insert into saga_change (changes, at) values ('x', clock_timestamp() - $1::interval)`,
        [age],
      );
    for (const age of ['1 hour', '11 minutes', '9 minutes', '0']) await addChange(age);
    expect(await limits.purge()).toMatchObject({ changes: 2 });
    const { rows } = await pool.query('select from saga_change');
    expect(rows).toHaveLength(2);
    expect(await limits.purge()).toMatchObject({ changes: 0 });
  });
});
