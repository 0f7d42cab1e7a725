import type { JsonValue } from '#protocol';
import { accessStores } from '#persistence';
import { readRows, type Reader, readSizedPage, type Page } from '#database';

/** The position after which a page sorted by time continues: the last row of the previous one. */
export interface TimePosition {
  /** ISO 8601 in UTC with microseconds, as the database returned it. */
  readonly at: string;
  readonly id: string;
}

export interface DeadMessageRecord {
  readonly id: string;
  readonly source: string;
  readonly reason: string;
  readonly detail: string;
  readonly sagaId: string | null;
  /** The beginning of the body as text. Bytes that are not UTF-8 show as replacement characters. */
  readonly bodyText: string;
  /** The size of the whole body. */
  readonly bodyBytes: number;
  /** The hash of the whole body, in hexadecimal. */
  readonly bodySha256: string;
  /** `bodyText` is incomplete, and the rest was not stored. */
  readonly isBodyTruncated: boolean;
  readonly properties: JsonValue;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolution: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedReason: string | null;
  /** What became of it when it was taken again; null: it was not. */
  readonly ledTo: string | null;
  /** How many bytes of the body are kept. */
  readonly keptBytes: number;
  /** Whether it is known where it was published. */
  readonly isOriginKnown: boolean;
  readonly position: TimePosition;
}

export interface TimePage {
  readonly limit: number;
  readonly before: TimePosition | null;
}

export const POSITION_FORMAT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** Reads dead messages, newest first, and what an operator's action was about. */
export class OperatorQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
  ) {}

  /** The saga of the action that was carried out under an idempotency key; null: there is none. */
  async sagaOfAction(idempotencyKey: string): Promise<string | null> {
    const [row] = await readRows<{ readonly id: string }>(
      this.reader,
      `select saga_id as id from operator_audit where idempotency_key = $1`,
      [idempotencyKey],
    );
    return row?.id ?? null;
  }

  /** `seen` null or left out: all; else those about sagas of these definitions. */
  async deadMessages(
    page: TimePage & { readonly seen?: accessStores.Seen; readonly isOpen?: boolean },
  ): Promise<Page<DeadMessageRecord>> {
    const { rows, hasMore } = await readSizedPage<DeadMessageRow>(this.lists, {
      sql: `${DEAD_MESSAGES}
        where ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))
          and ($4::text[] is null or ${messageIsSeen('$4::text[]')})
          ${page.isOpen === true ? 'and resolved_at is null' : ''}
        order by created_at desc, id desc limit $3`,
      parameters: [
        page.before?.at ?? null,
        page.before?.id ?? null,
        page.limit + 1,
        page.seen ?? null,
      ],
      limit: page.limit,
      order: 'created_at desc, id desc',
      bytes: 'octet_length(properties) + octet_length(detail) + octet_length(body)',
    });
    return { rows: rows.map(toDeadMessageRecord), hasMore };
  }

  /** null: there is none. `seen`: as above. */
  async deadMessage(id: string, seen: accessStores.Seen = null): Promise<DeadMessageRecord | null> {
    const isSeen = `$2::text[] is null or ${messageIsSeen('$2::text[]')}`;
    const sql = `${DEAD_MESSAGES} where id = $1 and (${isSeen})`;
    const [row] = await readRows<DeadMessageRow>(this.reader, sql, [id, seen]);
    return row ? toDeadMessageRecord(row) : null;
  }
}

/** What is about no saga may be about anybody's. */
function messageIsSeen(seen: string): string {
  return accessStores.sagaIsSeen('dead_message.saga_id', seen);
}

const DEAD_MESSAGES = `
  select id, source, reason, detail, saga_id, body, properties,
         coalesce(body_bytes, length(body))::float8 as body_bytes,
         coalesce(body_sha256, encode(sha256(body), 'hex')) as body_sha256,
         created_at, resolved_at, resolution, resolved_by, resolved_reason, led_to,
         exchange is not null and routing_key is not null as is_origin_known,
         to_char(created_at at time zone 'UTC', ${POSITION_FORMAT}) as position_at
    from dead_message`;

function toDeadMessageRecord(row: DeadMessageRow): DeadMessageRecord {
  return {
    id: row.id,
    source: row.source,
    reason: row.reason,
    detail: row.detail,
    sagaId: row.saga_id,
    bodyText: row.body.toString('utf8'),
    bodyBytes: row.body_bytes,
    bodySha256: row.body_sha256,
    isBodyTruncated: row.body_bytes > row.body.length,
    properties: JSON.parse(row.properties) as JsonValue,
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
    resolution: row.resolution,
    resolvedBy: row.resolved_by,
    resolvedReason: row.resolved_reason,
    ledTo: row.led_to,
    keptBytes: row.body.length,
    isOriginKnown: row.is_origin_known,
    position: { at: row.position_at, id: row.id },
  };
}

interface DeadMessageRow {
  readonly id: string;
  readonly source: string;
  readonly reason: string;
  readonly detail: string;
  readonly saga_id: string | null;
  readonly body: Buffer;
  readonly body_bytes: number;
  readonly body_sha256: string;
  readonly properties: string;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
  readonly resolution: string | null;
  readonly resolved_by: string | null;
  readonly resolved_reason: string | null;
  readonly led_to: string | null;
  readonly is_origin_known: boolean;
  readonly position_at: string;
}
