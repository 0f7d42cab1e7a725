import type { JsonValue } from '#protocol';
import { readRows, type Reader, readSizedPage, type Page } from '#database';

/** The position after which a page sorted by time continues: the last row of the previous one. */
export interface TimePosition {
  /** ISO 8601 in UTC with microseconds, as the database returned it. */
  readonly at: string;
  readonly id: string;
}

export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  /** null: the action was about a definition. */
  readonly sagaId: string | null;
  /**
   * The name of the definition that was posted or retired; left out: the action was about a saga.
   */
  readonly definition?: string;
  readonly reason: string;
  readonly request: JsonValue;
  /** null: there was none. */
  readonly before: { readonly status: string; readonly version: number } | null;
  readonly after: { readonly status: string; readonly version: number };
  readonly position: TimePosition;
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
  readonly position: TimePosition;
}

interface TimePage {
  readonly limit: number;
  readonly before: TimePosition | null;
}

const POSITION_FORMAT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** Reads operators' actions and dead messages; newest first. */
export class OperatorQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
  ) {}

  async audit(page: TimePage & { readonly sagaId: string | null }): Promise<Page<AuditRecord>> {
    const { rows, hasMore } = await readSizedPage<AuditRow>(this.lists, {
      sql: `select *, to_char(at at time zone 'UTC', ${POSITION_FORMAT}) as position_at
         from operator_audit
        where ($1::uuid is null or saga_id = $1)
          and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
        order by at desc, id desc limit $4`,
      parameters: [page.sagaId, page.before?.at ?? null, page.before?.id ?? null, page.limit + 1],
      limit: page.limit,
      order: 'at desc, id desc',
      bytes: 'octet_length(request) + octet_length(reason)',
    });
    return { rows: rows.map(toAuditRecord), hasMore };
  }

  /** The saga of the action that was carried out under an idempotency key; null: there is none. */
  async sagaOfAction(idempotencyKey: string): Promise<string | null> {
    const [row] = await readRows<{ readonly id: string }>(
      this.reader,
      `select saga_id as id from operator_audit where idempotency_key = $1`,
      [idempotencyKey],
    );
    return row?.id ?? null;
  }

  async deadMessages(page: TimePage): Promise<Page<DeadMessageRecord>> {
    const { rows, hasMore } = await readSizedPage<DeadMessageRow>(this.lists, {
      sql: `select id, source, reason, detail, saga_id, body, properties,
              coalesce(body_bytes, length(body))::float8 as body_bytes,
              coalesce(body_sha256, encode(sha256(body), 'hex')) as body_sha256,
              created_at, resolved_at, resolution,
              to_char(created_at at time zone 'UTC', ${POSITION_FORMAT}) as position_at
         from dead_message
        where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
        order by created_at desc, id desc limit $3`,
      parameters: [page.before?.at ?? null, page.before?.id ?? null, page.limit + 1],
      limit: page.limit,
      order: 'created_at desc, id desc',
      bytes: 'octet_length(properties) + octet_length(detail) + octet_length(body)',
    });
    return { rows: rows.map(toDeadMessageRecord), hasMore };
  }
}

function toAuditRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    sagaId: row.saga_id,
    ...(row.definition_name === null ? {} : { definition: row.definition_name }),
    reason: row.reason,
    request: JSON.parse(row.request) as JsonValue,
    before: beforeOf(row),
    after: { status: row.status_after, version: row.version_after },
    position: { at: row.position_at, id: row.id },
  };
}

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
    position: { at: row.position_at, id: row.id },
  };
}

function beforeOf({ status_before: status, version_before: version }: AuditRow) {
  return status === null || version === null ? null : { status, version };
}

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly saga_id: string | null;
  readonly definition_name: string | null;
  readonly reason: string;
  readonly request: string;
  readonly status_before: string | null;
  readonly version_before: number | null;
  readonly status_after: string;
  readonly version_after: number;
  readonly position_at: string;
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
  readonly position_at: string;
}
