import type { JsonValue } from '#protocol';
import { accessStores } from '#persistence';
import { readSizedPage, type Page, type Reader } from '#database';
import { POSITION_FORMAT, type TimePage, type TimePosition } from './operator-queries.js';

/** What an operator did, or was refused. */
export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  /** How it came; null: an earlier release recorded it. */
  readonly via: string | null;
  /** The name of the key that was shown; null: none was, or an earlier release recorded it. */
  readonly credential: string | null;
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly reason: string;
  readonly request: JsonValue;
  /** Of a saga or a definition its status and version; null: there was none. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly outcome: string;
  /** The code of the refusal; null: it was done. */
  readonly refusal: string | null;
  /** More than 1: equal refusals within a minute. */
  readonly times: number;
  readonly previewHash: string | null;
  readonly operationId: string | null;
  /** Its place in the chain, and the hash; null: it waits for its seal. */
  readonly seal: { readonly seq: number; readonly hash: string } | null;
  readonly position: TimePosition;
}

/** A record must match all that are given. */
export interface AuditFilter {
  readonly sagaId?: string;
  readonly actor?: string;
  readonly action?: string;
  /** `id` left out: all of the kind. */
  readonly subject?: { readonly kind: string; readonly id?: string };
  readonly outcome?: string;
  readonly operationId?: string;
  /** At or after. */
  readonly from?: Date;
  /** Before. */
  readonly to?: Date;
}

interface AuditPage extends TimePage {
  readonly filter: AuditFilter;
  /** null or left out: all; else what was done to these definitions and what is of them. */
  readonly seen?: accessStores.Seen;
}

/** Reads the audit log, newest first. */
export class AuditQueries {
  constructor(private readonly lists: Reader) {}

  async list(page: AuditPage): Promise<Page<AuditRecord>> {
    const { limit } = page;
    const { where, parameters } = conditions(page);
    const { rows, hasMore } = await readSizedPage<AuditRow>(this.lists, {
      sql: `select *, to_char(at at time zone 'UTC', ${POSITION_FORMAT}) as position_at
         from operator_audit ${where} order by at desc, id desc limit ${limit + 1}`,
      parameters,
      limit,
      order: 'at desc, id desc',
      bytes: `octet_length(request) + octet_length(reason)
        + coalesce(octet_length(before), 0) + coalesce(octet_length(after), 0)`,
    });
    return { rows: rows.map(toRecord), hasMore };
  }
}

function conditions({ filter, before, seen = null }: AuditPage) {
  const parameters: unknown[] = [];
  const clauses: string[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const add = (value: unknown, clause: (place: string) => string): void => {
    if (value !== undefined) clauses.push(clause(place(value)));
  };
  add(filter.sagaId, (value) => `saga_id = ${value}::uuid`);
  add(filter.actor, (value) => `actor collate "C" = ${value}`);
  add(filter.action, (value) => `action = ${value}`);
  add(filter.outcome, (value) => `outcome = ${value}`);
  add(filter.operationId, (value) => `operation_id = ${value}::uuid`);
  // as text: the client would convert them to this process's time zone
  add(filter.from?.toISOString(), (value) => `at >= ${value}::timestamptz`);
  add(filter.to?.toISOString(), (value) => `at < ${value}::timestamptz`);
  if (filter.subject) clauses.push(subjectClause(filter.subject, place));
  if (seen) clauses.push(seenClause(`${place(seen)}::text[]`));
  if (before) {
    clauses.push(`(at, id) < (${place(before.at)}::timestamptz, ${place(before.id)}::uuid)`);
  }
  return { where: clauses.length > 0 ? `where ${clauses.join(' and ')}` : '', parameters };
}

/** What is about no definition, such as a key, is about all. */
function seenClause(seen: string): string {
  return `case
    when saga_id is not null then ${accessStores.sagaIsSeen('operator_audit.saga_id', seen)}
    when definition_name is not null then definition_name = any(${seen})
    when subject_kind = 'step' then split_part(subject_id, '/', 1) = any(${seen})
    when subject_kind = 'group' then ${accessStores.groupIsSeen('subject_id', seen)}
    when subject_kind = 'bulk' then ${accessStores.bulkIsSeen('subject_id::uuid', seen)}
      and exists (select from bulk where bulk.id = subject_id::uuid)
    when subject_kind = 'dead-message' then exists (
      select from dead_message where dead_message.id = subject_id::uuid
         and ${accessStores.sagaIsSeen('dead_message.saga_id', seen)})
    else false end`;
}

function subjectClause(
  { kind, id }: NonNullable<AuditFilter['subject']>,
  place: (value: unknown) => string,
): string {
  if (kind === 'saga') return id === undefined ? 'saga_id is not null' : `saga_id = ${place(id)}`;
  if (kind === 'definition') {
    const name = 'definition_name collate "C"';
    return id === undefined ? 'definition_name is not null' : `${name} = ${place(id)}`;
  }
  const ofKind = `subject_kind = ${place(kind)}`;
  return id === undefined ? ofKind : `${ofKind} and subject_id = ${place(id)}`;
}

function toRecord(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    via: row.via,
    credential: row.credential,
    action: row.action,
    subject: subjectOf(row),
    reason: row.reason,
    request: JSON.parse(row.request) as JsonValue,
    before: sideOf(row.before, row.status_before, row.version_before),
    after: sideOf(row.after, row.status_after, row.version_after),
    outcome: row.outcome,
    refusal: row.refusal,
    times: row.times,
    previewHash: row.preview_hash,
    operationId: row.operation_id,
    seal: row.seal_hash && { seq: Number(row.seal_seq), hash: row.seal_hash.toString('hex') },
    position: { at: row.position_at, id: row.id },
  };
}

function subjectOf(row: AuditRow): AuditRecord['subject'] {
  if (row.saga_id !== null) return { kind: 'saga', id: row.saga_id };
  if (row.definition_name !== null) return { kind: 'definition', id: row.definition_name };
  return { kind: row.subject_kind ?? '', id: row.subject_id ?? '' };
}

function sideOf(text: string | null, status: string | null, version: number | null): JsonValue {
  if (text !== null) return JSON.parse(text) as JsonValue;
  return status === null || version === null ? null : { status, version };
}

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly via: string | null;
  readonly credential: string | null;
  readonly action: string;
  readonly saga_id: string | null;
  readonly definition_name: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly reason: string;
  readonly request: string;
  readonly outcome: string;
  readonly refusal: string | null;
  readonly times: number;
  readonly preview_hash: string | null;
  readonly operation_id: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly status_before: string | null;
  readonly version_before: number | null;
  readonly status_after: string | null;
  readonly version_after: number | null;
  /** A bigint, which comes as text. */
  readonly seal_seq: string | null;
  readonly seal_hash: Buffer | null;
  readonly position_at: string;
}
