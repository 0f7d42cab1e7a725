import { Waiting } from '#engine';
import type { MatchedSaga } from '#filters';
import { readRows, readSizedPage, type Reader } from '#database';
import {
  participantsOf,
  STEPS_MAX,
  unseenBy,
  type ChangeLog,
  type ChangesSince,
  type HistoryLine,
  type LoggedChange,
  type SagaChange,
  type SagaHistories,
  type StreamPosition,
} from '#live';
import { transitionsIn, waitsOfSummary, type StoredSummary } from '#persistence';
import { ACTIVE_PAUSES_JSON, toKnownPauses, type PauseRow } from './known-pauses.js';

/** An entry with more than this is not read for a stream. */
const LINE_BYTES_MAX = 256 * 1024;
/** Lines of one saga, and of all, in one read. */
const LINES_EACH = 50;
const LINES_MAX = 1000;

/**
 * What was committed, for those who listen. Which transactions a reader has not seen is known by
 * its snapshot: those that were under way, and all that began later. So one that commits late is
 * not missed, and one that takes an hour holds nobody up (docs/decisions/0100).
 */
export class ChangeQueries implements ChangeLog, SagaHistories {
  constructor(
    private readonly reader: Reader,
    private readonly definitions: Definitions,
  ) {}

  async since(position: StreamPosition | null, batchesMax: number): Promise<ChangesSince> {
    const unseen = position === null ? null : unseenBy(position.snapshot);
    const [row] = await readRows<SinceRow>(this.reader, SINCE, [
      unseen?.from ?? null,
      unseen?.among ?? [],
      batchesMax + 1,
    ]);
    if (row === undefined) throw new Error('the database gave no snapshot');
    const { snapshot, server, at, is_partial: isPartial, batches } = row;
    const changes = (batches ?? []).slice(0, batchesMax).flatMap(transitionsIn);
    const isCut = (batches?.length ?? 0) > batchesMax;
    return { position: { at: Math.floor(at), server, snapshot }, changes, isCut, isPartial };
  }

  async describe(changes: readonly LoggedChange[]): Promise<readonly SagaChange[]> {
    const rows = await readRows<DescribedRow>(this.reader, DESCRIBE, [
      changes.map(({ sagaId }) => sagaId),
      changes.map(({ version }) => version),
      STEPS_MAX,
    ]);
    const pauses = toKnownPauses(rows[0]?.pauses ?? []);
    const described = rows.map(async (row): Promise<readonly SagaChange[]> => {
      const change = changes[row.place - 1];
      if (change === undefined) return [];
      const { key, definition, kinds, steps } = row;
      const at = Math.floor(row.at);
      const told = await this.definitionOf(definition);
      const about = aboutOf(row, { ...change, at, pauses, told });
      return [{ ...change, at, key, definition, kinds, steps, ...about }];
    });
    return (await Promise.all(described)).flat();
  }

  /** null: it cannot be read now, and less is said. */
  private async definitionOf({ name, version }: DescribedRow['definition']) {
    try {
      return await this.definitions.load(name, version);
    } catch {
      return null;
    }
  }

  async linesAfter(wanted: readonly { readonly sagaId: string; readonly version: number }[]) {
    const { rows, hasMore } = await readSizedPage<LineRow>(this.reader, {
      sql: LINES,
      parameters: [
        wanted.map(({ sagaId }) => sagaId),
        wanted.map(({ version }) => version),
        LINES_EACH,
        LINE_BYTES_MAX,
        LINES_MAX + 1,
      ],
      limit: LINES_MAX,
      order: 'place, version',
      bytes: `least(bytes, ${LINE_BYTES_MAX})`,
    });
    const lines = new Map<string, HistoryLine[]>();
    for (const { saga_id: sagaId, version, at, data, bytes } of rows) {
      const known = lines.get(sagaId) ?? [];
      lines.set(sagaId, known);
      known.push({ version, at, data, bytes });
    }
    const isAnyFull = [...lines.values()].some(({ length }) => length >= LINES_EACH);
    return { lines, hasMore: hasMore || isAnyFull };
  }

  /** null: there is no such saga. */
  async find(sagaId: string): Promise<FoundSaga | null> {
    const sql = 'select version, definition_name as definition from saga where id = $1';
    const [row] = await readRows<FoundSaga>(this.reader, sql, [sagaId]);
    return row ?? null;
  }
}

/** As the row is now, which may be later than the change. */
function aboutOf(
  row: DescribedRow,
  known: LoggedChange & {
    readonly at: number;
    readonly pauses: readonly Waiting.KnownPause[];
    readonly told: Waiting.Told['definition'];
  },
): Pick<SagaChange, 'waiting' | 'saga'> {
  const { sagaId, status, at, pauses, told: definition } = known;
  const { summary: text, active: activeSteps, key, error, startedAt, updatedAt } = row;
  const summary = JSON.parse(text) as StoredSummary;
  const times = { createdAt: new Date(startedAt), updatedAt: new Date(updatedAt) };
  const outside = { ...Waiting.NOTHING_KNOWN, pauses, at };
  const told = row.hasEnded
    ? null
    : Waiting.tellWaiting(waitsOfSummary(summary, times), { sagaId, definition }, outside);
  const saga: MatchedSaga = {
    ...{ id: sagaId, status, definition: row.definition, key, activeSteps, error },
    participants: participantsOf(activeSteps, definition),
    waiting: told?.code ?? null,
    attempts: summary.attempts,
    startedAt,
    updatedAt,
  };
  return { waiting: told && Waiting.readable(told), saga };
}

interface Definitions {
  load(name: string, version: number): Promise<Waiting.Told['definition']>;
}

interface FoundSaga {
  readonly version: number;
  /** Its name. */
  readonly definition: string;
}

/** A replica of an earlier release is there until it has been silent for so long. */
const EARLIER_RELEASE = `
  select from replica where not logs_changes and not has_left
     and seen_at > clock_timestamp() - interval '30 seconds'`;

/** $1 and $2: transactions not seen, all from it on and these; null: none. $3: batches at most. */
const SINCE = `
  select pg_current_snapshot()::text as snapshot,
         date_part('epoch', clock_timestamp()) * 1000 as at,
         (date_part('epoch', pg_postmaster_start_time()) * 1000)::bigint::text as server,
         exists (${EARLIER_RELEASE}) as is_partial,
         (select json_agg(changes)
            from (select changes from saga_change
                   where txid >= $1::xid8 or txid = any($2::xid8[])
                   order by txid limit $3::int) as unseen) as batches`;

interface SinceRow {
  readonly snapshot: string;
  readonly server: string;
  readonly at: number;
  readonly is_partial: boolean;
  readonly batches: readonly string[] | null;
}

/** Of `json`, not `jsonb`: only the words that are asked for are taken out of it. */
const DESCRIBE = `
  select change.place::int, date_part('epoch', entry.at) * 1000 as at, saga.key,
         json_build_object('name', saga.definition_name, 'version', saga.definition_version)
           as definition,
         (select coalesce(json_agg(kind order by first), '[]') from (
            select event ->> 'type' as kind, min(n) as first
              from json_array_elements(entry.data::json -> 'events') with ordinality as e (event, n)
             group by 1) as kinds) as kinds,
         (select coalesce(json_agg(step order by first), '[]') from (
            select event ->> 'step' as step, min(n) as first
              from json_array_elements(entry.data::json -> 'events') with ordinality as e (event, n)
             where event ->> 'step' is not null
             group by 1 order by 2 limit $3::int) as steps) as steps,
         saga.summary, saga.active_steps as active, saga.ended_at is not null as "hasEnded",
         case when saga.error_code is not null then
           json_build_object('code', saga.error_code, 'message', coalesce(saga.error_message, ''))
         end as error,
         date_part('epoch', saga.created_at) * 1000 as "startedAt",
         date_part('epoch', saga.updated_at) * 1000 as "updatedAt",
         case when row_number() over (order by change.place) = 1 then ${ACTIVE_PAUSES_JSON}
         end as pauses
    from unnest($1::uuid[], $2::int[]) with ordinality as change (saga_id, version, place)
    join saga_event as entry
      on entry.saga_id = change.saga_id and entry.version = change.version
    join saga on saga.id = change.saga_id
   order by change.place`;

interface DescribedRow extends Pick<SagaChange, 'at' | 'key' | 'definition' | 'kinds' | 'steps'> {
  readonly place: number;
  readonly summary: string;
  readonly active: readonly string[];
  readonly hasEnded: boolean;
  readonly error: MatchedSaga['error'];
  readonly startedAt: number;
  readonly updatedAt: number;
  /** With the first one. */
  readonly pauses: readonly PauseRow[] | null;
}

/** $1 sagas and $2 versions that are known, $3 lines of each, $4 bytes of a line, $5 of all. */
const LINES = `
  select wanted.place, line.* from
    unnest($1::uuid[], $2::int[]) with ordinality as wanted (saga_id, known, place),
    lateral (
      select saga_id, version, date_part('epoch', at) * 1000 as at,
             case when octet_length(data) <= $4::int then data end as data,
             octet_length(data) as bytes
        from saga_event
       where saga_event.saga_id = wanted.saga_id and version > wanted.known
       order by version limit $3::int) as line
   order by wanted.place, line.version limit $5::int`;

interface LineRow {
  readonly saga_id: string;
  readonly version: number;
  readonly at: number;
  readonly data: string | null;
  readonly bytes: number;
}
