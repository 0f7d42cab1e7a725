import type { JsonValue } from '#protocol';
import { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';
import { POSITION_FORMAT, type TimePage, type TimePosition } from './operator-queries.js';

export interface BulkRecord {
  readonly id: string;
  readonly status: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly actor: string;
  readonly reason: string;
  readonly action: JsonValue;
  /** null: it was made of ids. */
  readonly filter: string | null;
  readonly count: number;
  readonly canary: number;
  readonly rate: number | null;
  readonly failureShareMax: number;
  readonly outcomeWithinMs: number;
  readonly stage: number;
  readonly stageEnd: number;
  /** Why it was stopped; null: it was not. */
  readonly stop: { readonly code: string; readonly detail: string } | null;
  readonly counts: {
    readonly waiting: number;
    readonly done: number;
    readonly refused: number;
    readonly awaited: number;
    readonly good: number;
    readonly bad: number;
    readonly late: number;
    readonly gone: number;
  };
  readonly position: TimePosition;
}

export interface BulkSagaRecord {
  readonly place: number;
  readonly sagaId: string;
  /** null: it has none, or has been deleted. */
  readonly sagaKey: string | null;
  readonly state: string;
  readonly code: string | null;
  readonly detail: string | null;
  readonly actedAt: Date | null;
  readonly outcome: string | null;
}

export interface BulkSagaFilter {
  readonly state?: string;
  readonly outcome?: string;
}

/** Reads bulks, newest first, and what became of their sagas. */
export class BulkQueries {
  constructor(private readonly lists: Reader) {}

  /**
   * Rows: one more than the limit, if there are any. `seen` null or left out: all; else those whose
   * sagas are all of these definitions.
   */
  async list({
    limit,
    before,
    seen = null,
  }: TimePage & { readonly seen?: accessStores.Seen }): Promise<readonly BulkRecord[]> {
    const rows = await readRows<BulkRow>(
      this.lists,
      `${SELECT_BULKS}
        where ($1::timestamptz is null or (bulk.created_at, bulk.id) < ($1, $2::uuid))
          and ($4::text[] is null or ${accessStores.bulkIsSeen('bulk.id', '$4::text[]')})
        order by bulk.created_at desc, bulk.id desc limit $3`,
      [before?.at ?? null, before?.id ?? null, limit, seen],
    );
    return rows.map(toRecord);
  }

  /** null: there is none. `seen`: as above. */
  async find(id: string, seen: accessStores.Seen = null): Promise<BulkRecord | null> {
    const isSeen = accessStores.bulkIsSeen('bulk.id', '$2::text[]');
    const sql = `${SELECT_BULKS} where bulk.id = $1 and ($2::text[] is null or ${isSeen})`;
    const [row] = await readRows<BulkRow>(this.lists, sql, [id, seen]);
    return row ? toRecord(row) : null;
  }

  /** In order of their places. */
  async sagasOf(
    bulkId: string,
    page: {
      readonly filter: BulkSagaFilter;
      readonly afterPlace: number;
      readonly limit: number;
    },
  ): Promise<readonly BulkSagaRecord[]> {
    const { filter, afterPlace, limit } = page;
    return readRows<BulkSagaRecord>(
      this.lists,
      `select place, saga_id as "sagaId", state, code, detail, acted_at as "actedAt", outcome,
              (select key from saga where saga.id = bulk_saga.saga_id) as "sagaKey"
         from bulk_saga
        where bulk_id = $1 and place > $2::int
          and ($3::text is null or state = $3) and ($4::text is null or outcome = $4)
        order by place limit $5::int`,
      [bulkId, afterPlace, filter.state ?? null, filter.outcome ?? null, limit],
    );
  }
}

const SELECT_BULKS = `
  select bulk.*, bulk.failure_share_max::float8 as share_max, counts.*,
         to_char(bulk.created_at at time zone 'UTC', ${POSITION_FORMAT}) as position_at
    from bulk cross join lateral (
      select count(*) filter (where state = 'waiting')::int as waiting,
             count(*) filter (where state = 'done')::int as done,
             count(*) filter (where state = 'refused')::int as refused,
             count(*) filter (where state = 'done' and outcome is null)::int as awaited,
             count(*) filter (where outcome = 'good')::int as good,
             count(*) filter (where outcome = 'bad')::int as bad,
             count(*) filter (where outcome = 'late')::int as late,
             count(*) filter (where outcome = 'gone')::int as gone
        from bulk_saga where bulk_id = bulk.id) as counts`;

function toRecord(row: BulkRow): BulkRecord {
  const { waiting, done, refused, awaited, good, bad, late, gone } = row;
  return {
    id: row.id,
    status: row.status,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    actor: row.actor,
    reason: row.reason,
    action: JSON.parse(row.action) as JsonValue,
    filter: row.filter,
    count: row.total,
    canary: row.canary,
    rate: row.rate,
    // a real, such as 0.1, has more digits as a double
    failureShareMax: Math.round(row.share_max * 10_000) / 10_000,
    outcomeWithinMs: row.outcome_within_ms,
    stage: row.stage,
    stageEnd: row.stage_end,
    stop: row.stop_code === null ? null : { code: row.stop_code, detail: row.stop_detail ?? '' },
    counts: { waiting, done, refused, awaited, good, bad, late, gone },
    position: { at: row.position_at, id: row.id },
  };
}

interface BulkRow {
  readonly id: string;
  readonly status: string;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly actor: string;
  readonly reason: string;
  readonly action: string;
  readonly filter: string | null;
  readonly total: number;
  readonly canary: number;
  readonly rate: number | null;
  readonly share_max: number;
  readonly outcome_within_ms: number;
  readonly stage: number;
  readonly stage_end: number;
  readonly stop_code: string | null;
  readonly stop_detail: string | null;
  readonly waiting: number;
  readonly done: number;
  readonly refused: number;
  readonly awaited: number;
  readonly good: number;
  readonly bad: number;
  readonly late: number;
  readonly gone: number;
  readonly position_at: string;
}
