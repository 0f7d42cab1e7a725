import { BATCH, type HotPathDatabase, type OpenSaga } from './hot-path-database.fixture.js';

/** Rows of all tables together: the claim of timers reads each of its sagas three times. */
const ROWS_MAX = 4 * BATCH;
/** Two lists of the size of a batch may be compared, but no table with one. */
const PAIRS_MAX = BATCH * BATCH;

interface HotStatement {
  /** All that it may find rows of the tables through. */
  readonly ways: readonly string[];
  /** Values of a call for a whole batch, as SQL. */
  readonly call: (sagas: readonly OpenSaga[]) => readonly string[];
}

/** While the table is tiny, PostgreSQL 18 may skip from definition to definition as well. */
const SAGA_BY_ID = ['saga_pkey', 'saga_definition_name'];
const SENT_BY_ID = ['outbox_pkey', 'outbox_batch_pkey'];
const LOCK_BY_KEY = ['saga_lock_pkey', 'saga_lock_saga_id_key_key'];
const WAIT_BY_KEY = ['event_wait_pkey', 'event_wait_key'];

/** By the names under which they are prepared. */
export const HOT_STATEMENTS: Readonly<Record<string, HotStatement>> = {
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
    ways: [
      ...['saga_wake_at', 'outbox_pkey', 'all of outbox_batch', 'saga_change_pkey'],
      'kept_event_expires_at',
    ],
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
  'open-event-waits': {
    ways: [...SAGA_BY_ID, 'kept_event_key', 'kept_event_event_key_event_id_key'],
    call: (sagas) => [
      ...[idOf, () => 'late', () => 'payment.settled', () => 'k'].map((each) =>
        array(sagas.map(each)),
      ),
      '1000',
    ],
  },
  'read-kept-events': {
    ways: [...WAIT_BY_KEY, 'kept_event_key', 'kept_event_pkey'],
    call: (sagas) => [array(sagas.map(idOf)), '1', '1000'],
  },
  'request-locks': {
    ways: SAGA_BY_ID,
    call: (sagas) => [array(sagas.map(idOf)), array(sagas.map(() => 'k'))],
  },
  'hand-on-locks': {
    ways: [...SAGA_BY_ID, ...LOCK_BY_KEY],
    call: (sagas) => {
      const holders = sagas.filter((_saga, index) => index % 2 === 0);
      return [array(holders.map(idOf)), array(holders.map(() => 'null')), `'{}'`, `'{}'`, '1000'];
    },
  },
  'read-held-locks': { ways: LOCK_BY_KEY, call: (sagas) => [array(sagas.map(idOf))] },
  'grow-families': {
    ways: ['saga_family_pkey'],
    call: (sagas) => [json(sagas.map(({ id }) => ({ root: id, sagas: 1, chars: 1 })))],
  },
  'note-saga-pauses': {
    ways: ['saga_pause_pkey'],
    call: (sagas) => [json(sagas.map(({ id }) => ({ saga_id: id, since: null })))],
  },
  'release-held': { ways: [...SAGA_BY_ID, 'pause_hold_pkey'], call: () => [`${BATCH / 2}`] },
  'close-event-waits': {
    ways: WAIT_BY_KEY,
    call: (sagas) => [array(sagas.map(idOf)), array(sagas.map(() => 'hold'))],
  },
  'note-seen-events': {
    ways: WAIT_BY_KEY,
    call: (sagas) => [idOf, () => 'hold', () => '1'].map((each) => array(sagas.map(each))),
  },
};

/** All of them find their rows as they should, and look at no more than a batch has. */
export async function expectGoodPlans(database: HotPathDatabase): Promise<void> {
  const sagas = await database.openSagas();
  const bad: unknown[] = [];
  for (const [name, { ways, call }] of Object.entries(HOT_STATEMENTS)) {
    const plan = await database.readsOfCall(name, call(sagas));
    const wrong = plan.ways.filter((way) => !ways.includes(way));
    const isFrugal = plan.rowsRead <= ROWS_MAX && plan.pairsTried <= PAIRS_MAX;
    if (wrong.length > 0 || !isFrugal) bad.push({ name, ...plan, wrong });
  }
  expect(bad).toEqual([]);
}

/** All sagas go on, and everything of them that was to be sent is. */
function written(sagas: readonly OpenSaga[]): readonly string[] {
  return [
    ...[json(sagas.map(updateOf)), array(sagas.map(() => 'state'))],
    ...[`'[]'`, `'{}'`, `'[]'`, `'{}'`, `'[]'`, `'{}'`, '0'],
    ...[array(sagas.map(messageIdOf)), String(sagas.length), '0'],
    ...['null', `'{}'`, `''`, array(sagas.map(idOf))],
    `'${sagas.map(({ id }) => `${id}rr2`).join(' ')}'`,
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
