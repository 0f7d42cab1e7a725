import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import { ActAnswers, ANSWER_BYTES_MAX, ANSWER_DAYS } from './act-answers.js';
import { recordAct } from './record-act.js';

const ANSWER = { status: 200, location: null, body: '{}' };

let database: TestDatabase;
let client: pg.Client;
let source: Awaited<ReturnType<typeof openConductorDataSource>>;
let answers: ActAnswers;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  source = await openConductorDataSource(database.url);
  answers = new ActAnswers(source);
});
afterAll(async () => {
  await source?.destroy();
  await client?.end();
  await database?.drop();
});

describe('Answers of acts', () => {
  it('given a key that nobody has used, then it is free', async () => {
    expect(await answers.find('rest:ann:free')).toBeNull();
  });

  it('given an act on record, when it has no answer yet, then its key is taken', async () => {
    await recordAct(client, {
      ...{ actor: 'ann', via: 'api', action: 'mute-group', reason: 'known' },
      ...{ request: {}, before: null, after: null, outcome: { type: 'done' } },
      subject: { kind: 'group', id: 'g' },
      ...{ idempotencyKey: 'rest:ann:done', fingerprint: 'f-1' },
    });
    const known = await answers.find('rest:ann:done');
    expect(known).toMatchObject({ fingerprint: 'f-1', answer: null });
    expect(known?.ageMs).toBeGreaterThanOrEqual(0);
    // when it is answered, then that is kept
    expect(await answers.keep('rest:ann:done', 'f-1', ANSWER)).toBe(true);
    expect(await answers.find('rest:ann:done')).toMatchObject({ answer: ANSWER });
  });

  it('given an answer, when another one comes, then the first one stays', async () => {
    expect(await answers.keep('rest:ann:once', 'f-1', ANSWER)).toBe(true);
    expect(await answers.keep('rest:ann:once', 'f-2', { ...ANSWER, body: '1' })).toBe(false);
    const known = await answers.find('rest:ann:once');
    expect(known).toMatchObject({ fingerprint: 'f-1', answer: ANSWER });
  });

  it('given another request was done under a key, then no answer of this one is kept', async () => {
    await recordAct(client, {
      ...{ actor: 'ann', via: 'api', action: 'mute-group', reason: 'known' },
      ...{ request: {}, before: null, after: null, outcome: { type: 'done' } },
      subject: { kind: 'group', id: 'g' },
      ...{ idempotencyKey: 'rest:ann:other', fingerprint: 'f-1' },
    });
    expect(await answers.keep('rest:ann:other', 'f-2', ANSWER)).toBe(false);
    expect(await answers.find('rest:ann:other')).toMatchObject({ answer: null });
  });

  it('given an answer that is too long, then the key is taken without it', async () => {
    const body = JSON.stringify('ä'.repeat(ANSWER_BYTES_MAX / 2));
    await answers.keep('rest:ann:long', 'f', { ...ANSWER, body });
    const known = await answers.find('rest:ann:long');
    expect(known).toMatchObject({ fingerprint: 'f', answer: { status: 200, body: null } });
    const fitting = JSON.stringify('ä'.repeat(ANSWER_BYTES_MAX / 2 - 1));
    await answers.keep('rest:ann:fits', 'f', { ...ANSWER, body: fitting });
    expect((await answers.find('rest:ann:fits'))?.answer?.body).toBe(fitting);
  });

  it('given answers that are old, when another one is kept, then they go', async () => {
    for (const key of ['old', 'young']) await answers.keep(key, 'f', ANSWER);
    await client.query(
      `update act_answer
          set at = at - make_interval(days => $1, hours => case idempotency_key when 'old' then 1
                                                                              else -1 end)
        where idempotency_key in ('old', 'young')`,
      [ANSWER_DAYS],
    );
    await answers.keep('rest:ann:new', 'f', ANSWER);
    expect(await answers.find('old')).toBeNull();
    expect(await answers.find('young')).not.toBeNull();
  });
});
