import type { Evidence, HistoryEntry, LedgerRow, Leftovers, SagaRow } from './judging/evidence.js';
import type { Start } from './load.js';
import { PARTICIPANTS } from './planning/fault-kinds.js';
import type { JsonObject } from './json.js';
import type { Servers } from './servers.js';

/** Reads tables and queues after a run, bypassing the links. */
export type Found = Pick<
  Evidence,
  'sagas' | 'ledger' | 'histories' | 'leftovers' | 'failedAttempts'
>;

export async function collect(servers: Servers, starts: readonly Start[]): Promise<Found> {
  const sagas = await readSagas(servers);
  const ledgers = await Promise.all(PARTICIPANTS.map((name) => readLedger(servers, name)));
  return {
    sagas,
    ledger: ledgers.flat(),
    histories: await readHistories(servers, suspectsAmong(sagas, starts)),
    leftovers: await readLeftovers(servers),
    failedAttempts: await servers.postgres.query(
      'conductor',
      `select ${millis('at')} as at, event ->> 'outcome' as outcome
         from saga_event, json_array_elements(data::json -> 'events') as event
        where data like '%"attempt-failed"%' and event ->> 'type' = 'attempt-failed'`,
    ),
  };
}

/** Messages of the outbox, alone and in batches. */
const UNSENT = `(select message_id from outbox union all
  select unnest(message_ids) from outbox_batch) as unsent`;

/** What a run still waits for: open sagas, and pending work. */
export async function countOpen(servers: Servers): Promise<{ sagas: number; rest: number }> {
  const [row] = await servers.postgres.query<{ sagas: number; rest: number }>(
    'conductor',
    `select (select count(*)::int from saga where ended_at is null) as sagas,
            (select count(*)::int from ${UNSENT}) + (select count(*)::int from saga_lock) as rest`,
  );
  return row ?? { sagas: 0, rest: 0 };
}

export async function readQueues({ rabbit }: Servers): Promise<Leftovers['queues']> {
  const listed = await rabbit.ctl('-q', 'list_queues', 'name', 'messages', '--no-table-headers');
  return listed.split('\n').flatMap((line) => {
    const [name = '', messages] = line.trim().split(/\s+/);
    return name ? [{ name, messages: Number(messages) }] : [];
  });
}

function readSagas({ postgres }: Servers): Promise<SagaRow[]> {
  return postgres.query<SagaRow>(
    'conductor',
    `select id, definition_name as definition, key, parent_id as "parentId", status, version,
            ${millis('created_at')} as "createdAt", ${millis('ended_at')} as "endedAt",
            nullif(concat_ws(': ', error_code, error_message), '') as error,
            entries::int, first::int as "firstEntry", last::int as "lastEntry"
       from saga
       join lateral (select count(*) as entries, min(e.version) as first, max(e.version) as last
                       from saga_event as e where saga_id = id) as history on true
      order by created_at`,
  );
}

function readLedger({ postgres }: Servers, participant: string): Promise<LedgerRow[]> {
  return postgres.query<LedgerRow>(
    participant,
    `select $1::text as participant, id::int, ${millis('at')} as at, what, key,
            saga_id as "sagaId", step, iteration
       from ledger order by id`,
    [participant],
  );
}

/** Sagas that did not complete and were not refused, with their children. */
function suspectsAmong(sagas: readonly SagaRow[], starts: readonly Start[]): readonly string[] {
  const refused = new Set(
    starts.filter(({ input }) => input.refuseAt !== null).map(({ key }) => key),
  );
  return sagas
    .filter(({ status, endedAt, key }) => {
      return endedAt === null || (status !== 'completed' && !refused.has(key ?? ''));
    })
    .map(({ id }) => id);
}

async function readHistories(
  { postgres }: Servers,
  sagaIds: readonly string[],
): Promise<ReadonlyMap<string, readonly HistoryEntry[]>> {
  const rows = await postgres.query<Omit<HistoryEntry, 'input' | 'events'> & { data: string }>(
    'conductor',
    `select saga_id as "sagaId", version, ${millis('at')} as at, data
       from saga_event where saga_id = any($1) order by saga_id, version`,
    [sagaIds],
  );
  const histories = new Map<string, HistoryEntry[]>();
  for (const { data, ...entry } of rows) {
    const { input, events } = JSON.parse(data) as { input: JsonObject; events: JsonObject[] };
    const history = histories.get(entry.sagaId) ?? [];
    histories.set(entry.sagaId, [...history, { ...entry, input, events }]);
  }
  return histories;
}

async function readLeftovers(servers: Servers): Promise<Leftovers> {
  const { postgres } = servers;
  const count = async (database: string, from: string): Promise<number> => {
    const text = `select count(*)::int as count from ${from}`;
    return (await postgres.query<{ count: number }>(database, text))[0]?.count ?? 0;
  };
  const open = PARTICIPANTS.map((name) => count(name, "inbox where outcome = 'executing'"));
  return {
    outbox: await count('conductor', UNSENT),
    locks: await count('conductor', 'saga_lock'),
    inboxOpen: (await Promise.all(open)).reduce((sum, each) => sum + each, 0),
    deadMessages: await postgres.query(
      'conductor',
      `select ${millis('created_at')} as at, reason, detail from dead_message
        where resolved_at is null order by created_at limit 1000`,
    ),
    queues: await readQueues(servers),
  };
}

function millis(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::float8`;
}
