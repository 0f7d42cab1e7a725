import { BATCH, HotPathDatabase, type OpenSaga } from './hot-path-database.fixture.js';

/** Rows of all tables together: the claim of timers reads each of its sagas three times. */
const ROWS_MAX = 4 * BATCH;
/** Two lists of the size of a batch may be compared, but no table with one. */
const PAIRS_MAX = BATCH * BATCH;
const GROWING_MAX_MS = 120_000;

interface HotStatement {
  /** All that it may find rows of the tables through. */
  readonly ways: readonly string[];
  /** Values of a call for a whole batch, as SQL. */
  readonly call: (sagas: readonly OpenSaga[]) => readonly string[];
}

/** While the table is tiny, PostgreSQL 18 may skip from definition to definition as well. */
const SAGA_BY_ID = ['saga_pkey', 'saga_definition_name'];
const SENT_BY_ID = ['outbox_pkey', 'outbox_batch_pkey'];
const WAIT_BY_KEY = ['event_wait_pkey', 'event_wait_key'];

/** By the names under which they are prepared. */
const HOT_STATEMENTS: Readonly<Record<string, HotStatement>> = {
  'lock-sagas': { ways: SAGA_BY_ID, call: (sagas) => [array(sagas.map(idOf)), '1e9'] },
  'write-batch': { ways: [...SAGA_BY_ID, ...SENT_BY_ID], call: written },
  'write-confirmed-batch': {
    ways: [...SAGA_BY_ID, ...SENT_BY_ID],
    call: (sagas) => [...written(sagas), `'{}'`, `'{}'`, `'{}'`],
  },
  'delete-sent': {
    ways: SENT_BY_ID,
    call: (sagas) => [array(sagas.map(messageIdOf)), array(sagas.map(idOf))],
  },
  'read-unsent': {
    ways: ['all of outbox_batch', 'outbox_pkey'],
    call: (sagas) => [array(sagas.map(idOf))],
  },
  'claim-due-sagas': { ways: [...SAGA_BY_ID, 'saga_wake_at'], call: () => [`${BATCH}`, '1000'] },
  'next-wake': { ways: ['saga_wake_at'], call: () => [] },
  'claim-outbox': {
    ways: ['all of outbox_batch', ...SENT_BY_ID],
    call: () => [`${BATCH}`, '1000', '1e9', 'null', `${BATCH}`],
  },
  'read-pulse': {
    ways: ['saga_wake_at', 'outbox_pkey', 'all of outbox_batch'],
    call: () => ['true', '30', '10000', '1000'],
  },
  'put-off': {
    ways: SENT_BY_ID,
    call: (sagas) => [
      json(sagas.map((saga) => ({ message_id: messageIdOf(saga), reason: '', retry_in_ms: 1 }))),
    ],
  },
  'move-wakes': {
    ways: SAGA_BY_ID,
    call: (sagas) => [json(sagas.map(({ id }) => ({ id, wake_at: 0 })))],
  },
  'open-saga-ids': { ways: ['saga_open'], call: (sagas) => [`'${sagas.at(-1)?.id}'`, `${BATCH}`] },
  'wake-waiting': {
    ways: [...SAGA_BY_ID, ...WAIT_BY_KEY],
    call: (sagas) => [`'payment.settled'`, `'k'`, `'${sagas.at(-1)?.id}'`, `${BATCH}`],
  },
  'close-event-waits': {
    ways: WAIT_BY_KEY,
    call: (sagas) => [array(sagas.map(idOf)), array(sagas.map(() => 'hold'))],
  },
  'note-seen-events': {
    ways: WAIT_BY_KEY,
    call: (sagas) => [idOf, () => 'hold', () => '1'].map((each) => array(sagas.map(each))),
  },
};

/**
 * A plan that is made while the tables are tiny is kept while they grow. Statements find their rows
 * through these indexes all the same, and read no more of them than a batch has.
 */
describe.each([
  { when: 'that nobody has counted yet', isCounted: false },
  { when: 'that were counted while they were tiny', isCounted: true },
])('The plans of the hot path, for tables $when', ({ isCounted }) => {
  let database: HotPathDatabase;

  beforeAll(async () => {
    database = await HotPathDatabase.open();
    if (isCounted) await database.count();
  });

  afterAll(() => database?.close());

  it('are made once on a fresh database, whatever the values of a call', async () => {
    const planned = await database.plannedByValues();
    const ofHotPath = Object.keys(HOT_STATEMENTS).map((name) => [name, planned.get(name)]);
    expect(ofHotPath).toEqual(Object.keys(HOT_STATEMENTS).map((name) => [name, 0]));
    await expectGoodPlans();
  });

  it(
    'are good when the tables have grown',
    async () => {
      await database.grow();
      await expectGoodPlans();
    },
    GROWING_MAX_MS,
  );

  it('are good when the large tables were counted', async () => {
    await database.count();
    await expectGoodPlans();
  });

  it('are good when tables were counted while they were empty, and have filled again', async () => {
    await database.empty();
    await expectGoodPlans();
    await database.fill();
    await expectGoodPlans();
  });

  async function expectGoodPlans(): Promise<void> {
    const sagas = await database.openSagas();
    for (const [name, { ways, call }] of Object.entries(HOT_STATEMENTS)) {
      const plan = await database.readsOfCall(name, call(sagas));
      const wrong = plan.ways.filter((way) => !ways.includes(way));
      const isFrugal = plan.rowsRead <= ROWS_MAX && plan.pairsTried <= PAIRS_MAX;
      const expected = { name, wrong: [], isFrugal: true };
      expect({ name, ...plan, wrong, isFrugal }).toMatchObject(expected);
    }
  }
});

/** All sagas go on, and everything of them that was to be sent is. */
function written(sagas: readonly OpenSaga[]): readonly string[] {
  return [
    ...[json(sagas.map(updateOf)), array(sagas.map(() => 'state'))],
    ...[`'[]'`, `'{}'`, `'[]'`, `'{}'`, `'[]'`, `'{}'`, '0'],
    ...[array(sagas.map(messageIdOf)), String(sagas.length), '0'],
    ...['null', `'{}'`, `''`, array(sagas.map(idOf))],
  ];
}

function json(value: unknown): string {
  return `'${JSON.stringify(value)}'`;
}

function array(texts: readonly string[]): string {
  return `'{${texts.join(',')}}'`;
}

function idOf({ id }: OpenSaga): string {
  return id;
}

/** The id of its message in the outbox. */
function messageIdOf({ id }: OpenSaga): string {
  return `${id}/first`;
}

function updateOf({ id, version }: OpenSaga): object {
  const common = { id, definition_version: 1, status: 'running', active_steps: [], summary: '{}' };
  return { ...common, version_before: version, version: version + 1, updated_at: 0 };
}
