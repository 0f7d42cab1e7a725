import { Waiting } from '#engine';
import { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';
import { ACTIVE_PAUSES_JSON, toKnownPauses, type PauseRow } from './known-pauses.js';

/** Far more than the sagas of one page can have; of what is beyond nothing is known. */
const CHILDREN_MAX = 1_000;
const MESSAGES_MAX = 5_000;

/** Reads what sagas wait for outside of their own state. Each call is one query for many sagas. */
export class WaitingQueries {
  constructor(private readonly reader: Reader) {}

  /** Pauses of more than one saga that go on, the oldest first; at most 200. */
  async activePauses(): Promise<readonly Waiting.KnownPause[]> {
    const [row] = await readRows<{ readonly pauses: readonly PauseRow[] }>(
      this.reader,
      `select ${ACTIVE_PAUSES_JSON} as pauses`,
    );
    return toKnownPauses(row?.pauses ?? []);
  }

  /**
   * The sagas that hold these locks, by key; a key without an entry is free, or held by a saga of a
   * definition that is not `seen` (null: all are).
   */
  async holdersOf(
    keys: readonly string[],
    seen: accessStores.Seen = null,
  ): Promise<ReadonlyMap<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await readRows<{ readonly key: string; readonly id: string }>(
      this.reader,
      `select wanted.key, first.saga_id as id
         from unnest($1::text[]) as wanted (key)
        cross join lateral (
          select saga_id from saga_lock where saga_lock.key = wanted.key
           order by ticket limit 1) as first
        where $2::text[] is null or ${accessStores.sagaIsSeen('first.saga_id', '$2::text[]')}`,
      [keys, seen],
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  }

  /**
   * Ids of messages of these sagas that are in the outbox, and why the broker did not take them;
   * null: no reason is known. At most 5,000.
   */
  async unsentOf(sagaIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    if (sagaIds.length === 0) return new Map();
    const rows = await readRows<{ readonly id: string; readonly reason: string | null }>(
      this.reader,
      // a message id begins with its saga's id: one range of the key for each
      `with wanted as materialized (select id from unnest($1::text[]) as saga (id))
       (select entry.message_id as id, entry.last_error as reason
          from wanted cross join lateral (
            select message_id, last_error from outbox
             where outbox.message_id > wanted.id || '/' collate "C"
               and outbox.message_id < wanted.id || '0' collate "C"
            offset 0) as entry
         limit $2)
       union all
       (select entry.message_id, null
          from outbox_batch, unnest(outbox_batch.message_ids) as entry (message_id)
         where (split_part(entry.message_id, '/', 1) in (select id from wanted)) is true
         limit $2)`,
      [sagaIds, MESSAGES_MAX],
    );
    return new Map(rows.map(({ id, reason }) => [id, reason]));
  }

  /** The children of these sagas that have not ended, by `Waiting.childKey`; at most 1,000. */
  async openChildrenOf(
    parentIds: readonly string[],
    seen: accessStores.Seen = null,
  ): Promise<ReadonlyMap<string, Waiting.ChildFacts>> {
    if (parentIds.length === 0) return new Map();
    const rows = await readRows<ChildRow>(
      this.reader,
      `select id, status, parent_id as "parentId", parent_step as step,
              parent_iteration as iteration
         from saga
        where parent_id = any($1::uuid[]) and ended_at is null
          and ($3::text[] is null or definition_name = any($3)) limit $2`,
      [parentIds, CHILDREN_MAX, seen],
    );
    return new Map(
      rows.map(({ id, status, ...of }) => [Waiting.childKey(of), { id, status }] as const),
    );
  }
}

interface ChildRow {
  readonly id: string;
  readonly status: string;
  readonly parentId: string;
  readonly step: string;
  readonly iteration: number;
}
