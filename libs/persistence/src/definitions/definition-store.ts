import { randomUUID } from 'node:crypto';
import { EVENT_TTL_MS_DEFAULT } from '#definition';
import { parseDuration, type JsonValue } from '#protocol';
import type { AwaitedEventCatalog, DefinitionCatalog } from '#ports';
import type { Seen } from '../sql/seen/seen.js';
import type { ActVia } from '../audit/act.js';
import { approvalOf } from '../sql/audit/approval-in.js';
import { AWAITED_BY, AWAITED_EVENTS, type AwaitedRow } from '../sql/events/awaited-by.js';
import { LIST_DEFINITIONS, LIST_SOME_DEFINITIONS } from '../sql/definitions/list-definitions.js';
import { readRows, type Reader, writeRows } from '#database';

/** A definition as it was posted, under the version the server gave it. */
export interface StoredDefinition {
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the canonical document, in hex. */
  readonly hash: string;
  readonly document: JsonValue;
  readonly createdAt: Date;
  /** null: sagas may be started with it. */
  readonly retiredAt: Date | null;
}

/** Who changes a definition, and why; for the audit log. */
export interface DefinitionChange {
  readonly actor: string;
  /** See `ActVia`. Default `api`. */
  readonly via?: ActVia;
  /** Left out or null: none was shown. */
  readonly credential?: string | null;
  readonly reason: string;
  /** Left out or null: none. */
  readonly idempotencyKey?: string | null;
  /** A hash of the request that came with the key. Default: that of the document. */
  readonly fingerprint?: string;
}

/** What a list shows of a version. */
export type DefinitionVersion = Omit<StoredDefinition, 'document'>;

/** A name with its newest version. */
export interface DefinitionSummary extends DefinitionVersion {
  readonly description: string | null;
  readonly versions: number;
}

/**
 * Posts of one name at the same time each want the next version; all but one try again. Each round
 * lets one through, so this many may come at once.
 */
const SAVE_ROUNDS_MAX = 200;

/** Stored definitions: written once, never changed but for `retired_at`. */
export class DefinitionStore {
  constructor(
    private readonly reader: Reader,
    /** For what reads many rows. */
    private readonly lists: Reader = reader,
  ) {}

  /** Stores a document under the next version of its name; an unchanged one keeps its version. */
  async save(posted: {
    readonly name: string;
    readonly hash: string;
    readonly document: string;
    /** The event that starts its sagas; null: none. */
    readonly triggerEvent: string | null;
    /** What viewers do not see, as JSON Pointers. Default: nothing. */
    readonly sensitive?: readonly string[];
    readonly by: DefinitionChange;
  }): Promise<{ readonly version: number; readonly isNew: boolean }> {
    for (let round = 0; round < SAVE_ROUNDS_MAX; round++) {
      const inserted = await this.insertNextVersion(posted);
      if (inserted !== null) return { version: inserted, isNew: true };
      const existing = await this.versionOfHash(posted.name, posted.hash);
      if (existing !== null) return { version: existing, isNew: false };
    }
    throw new Error(`${posted.name}: no free version after ${SAVE_ROUNDS_MAX} rounds`);
  }

  /** One version; `version` left out: the newest, retired or not. null: there is none. */
  async find(name: string, version?: number): Promise<StoredDefinition | null> {
    const [row] = await readRows<DefinitionRow>(
      this.reader,
      `select name, version, hash, document, created_at, retired_at from saga_definition
        where name = $1 and ($2::int is null or version = $2)
        order by version desc limit 1`,
      [name, version ?? null],
    );
    return row ? { ...toVersion(row), document: JSON.parse(row.document) as JsonValue } : null;
  }

  /** Newest first. */
  async versionsOf(name: string): Promise<readonly DefinitionVersion[]> {
    const rows = await readRows<DefinitionRow>(
      this.lists,
      `select name, version, hash, created_at, retired_at from saga_definition
        where name = $1 order by version desc limit 1000`,
      [name],
    );
    return rows.map(toVersion);
  }

  /**
   * Names in alphabetical order after `afterName`, each with its newest version. `seen`: these
   * only; null or left out: all.
   */
  async list(page: {
    readonly afterName: string | null;
    readonly limit: number;
    readonly seen?: Seen;
  }): Promise<readonly DefinitionSummary[]> {
    const { afterName, limit, seen = null } = page;
    const rows =
      seen === null
        ? await readRows<ListedRow>(this.lists, LIST_DEFINITIONS, [afterName, limit])
        : await readRows<ListedRow>(this.lists, LIST_SOME_DEFINITIONS, [afterName, limit, seen]);
    return rows.map((row) => ({
      ...toVersion(row),
      description: row.description,
      versions: row.versions,
    }));
  }

  /** Retires a version: no new sagas. Repeating it changes nothing. null: no such version. */
  retire(name: string, version: number, change: DefinitionChange) {
    return this.change(RETIRE, { name, version }, change);
  }

  /** Sagas may be started with it again. Repeating it changes nothing. null: no such version. */
  unretire(name: string, version: number, change: DefinitionChange) {
    return this.change(UNRETIRE, { name, version }, change);
  }

  private async change(
    sql: string,
    { name, version }: Pick<DefinitionVersion, 'name' | 'version'>,
    { actor, via = 'api', credential = null, reason, ...call }: DefinitionChange,
  ): Promise<DefinitionVersion | null> {
    const values = [name, version, randomUUID(), actor, reason, via, credential, ...keyOf(call)];
    const [row] = await writeRows<VersionRow>(this.reader, sql, values);
    return row ? toVersion(row) : this.findVersion(name, version);
  }

  private async findVersion(name: string, version: number): Promise<DefinitionVersion | null> {
    const [row] = await readRows<VersionRow>(
      this.reader,
      `select name, version, hash, created_at, retired_at from saga_definition
        where name = $1 and version = $2`,
      [name, version],
    );
    return row ? toVersion(row) : null;
  }

  /** Names whose newest version is started by the event; one that is not retired comes first. */
  async triggeredBy(event: string): ReturnType<DefinitionCatalog['triggeredBy']> {
    return readRows(
      this.reader,
      `select name, version, retired_at is not null as "isRetired" from (${NEWEST}) newest
        where trigger_event = $1 order by name`,
      [event],
    );
  }

  async triggerEvents(): Promise<readonly string[]> {
    const rows = await readRows<{ readonly event: string }>(
      this.reader,
      `select distinct trigger_event as event from (${NEWEST}) newest
        where trigger_event is not null`,
      [],
    );
    return rows.map(({ event }) => event);
  }

  /** Ways in which definitions in use give the event a key. */
  async awaitedBy(event: string): ReturnType<AwaitedEventCatalog['awaitedBy']> {
    const rows = await readRows<AwaitedRow>(this.reader, AWAITED_BY, [event]);
    return rows.map(({ name, version, event_key, ttls, is_current }) => {
      const all = ttls.map((ttl) => (ttl && parseDuration(ttl)) ?? EVENT_TTL_MS_DEFAULT);
      const ttlMs = Math.max(...all.map(Number));
      return { name, version, isCurrent: is_current, eventKey: event_key, ttlMs };
    });
  }

  async awaitedEvents(): Promise<readonly string[]> {
    const rows = await readRows<{ readonly event: string }>(this.reader, AWAITED_EVENTS, []);
    return rows.map(({ event }) => event);
  }

  private async insertNextVersion(posted: {
    readonly name: string;
    readonly hash: string;
    readonly document: string;
    readonly triggerEvent: string | null;
    readonly sensitive?: readonly string[];
    readonly by: DefinitionChange;
  }): Promise<number | null> {
    const { name, hash, document, triggerEvent, sensitive = [], by } = posted;
    const [row] = await writeRows<{ readonly version: number }>(this.reader, INSERT_NEXT, [
      name,
      hash,
      document,
      triggerEvent,
      randomUUID(),
      by.actor,
      by.reason,
      by.via ?? 'api',
      by.credential ?? null,
      sensitive.length === 0 ? null : sensitive,
      ...keyOf(by),
    ]);
    return row?.version ?? null;
  }

  /** null: this content was never posted under the name. */
  async versionOfHash(name: string, hash: string): Promise<number | null> {
    const [row] = await readRows<{ readonly version: number }>(
      this.reader,
      `select version from saga_definition where name = $1 and hash = $2`,
      [name, hash],
    );
    return row?.version ?? null;
  }
}

/** The last two parameters of the statements that record an act. */
function keyOf(by: Pick<DefinitionChange, 'idempotencyKey' | 'fingerprint'>): unknown[] {
  const { idempotencyKey = null, fingerprint = null } = by;
  return [idempotencyKey, idempotencyKey === null ? null : fingerprint];
}

const INSERT_NEXT = `
  with inserted as (
    insert into saga_definition (name, version, hash, document, trigger_event, sensitive)
    select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $10::text[]
      from saga_definition where name = $1
    on conflict do nothing returning name, version, hash),
  audited as (
    insert into operator_audit (id, actor, via, credential, action, definition_name,
                                reason, request, idempotency_key, fingerprint, operation_id,
                                status_after, version_after)
    select $5, $6, $8, $9, 'post-definition', name, $7, '{}', $11::text,
           coalesce($12::text, hash), ${approvalOf('$9')}, 'active', version from inserted)
  select version from inserted`;

const RETIRE = `
  with retired as (
    update saga_definition set retired_at = clock_timestamp()
     where name = $1 and version = $2 and retired_at is null
    returning name, version, hash, created_at, retired_at),
  audited as (
    insert into operator_audit (id, actor, via, credential, action, definition_name,
                                reason, request, idempotency_key, fingerprint, operation_id,
                                status_before, version_before, status_after, version_after)
    select $3, $4, $6, $7, 'retire-definition', name, $5, '{}', $8::text,
           coalesce($9::text, hash), ${approvalOf('$7')}, 'active', version, 'retired', version
      from retired)
  select name, version, hash, created_at, retired_at from retired`;

const UNRETIRE = `
  with back as (
    update saga_definition set retired_at = null
     where name = $1 and version = $2 and retired_at is not null
    returning name, version, hash, created_at, retired_at),
  audited as (
    insert into operator_audit (id, actor, via, credential, action, definition_name,
                                reason, request, idempotency_key, fingerprint, operation_id,
                                status_before, version_before, status_after, version_after)
    select $3, $4, $6, $7, 'unretire-definition', name, $5, '{}', $8::text,
           coalesce($9::text, hash), ${approvalOf('$7')}, 'retired', version, 'active', version
      from back)
  select name, version, hash, created_at, retired_at from back`;

/** A version without a trigger replaces one that had one. */
const NEWEST = `
  select distinct on (name) name, version, trigger_event, retired_at from saga_definition
   where name in (select name from saga_definition where trigger_event is not null)
   order by name, (retired_at is null) desc, version desc`;

interface DefinitionRow {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly document: string;
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

/** Without the document, which may be large. */
type VersionRow = Omit<DefinitionRow, 'document'>;

interface ListedRow extends VersionRow {
  readonly description: string | null;
  readonly versions: number;
}

function toVersion(row: VersionRow): DefinitionVersion {
  const { name, version, hash } = row;
  return { name, version, hash, createdAt: row.created_at, retiredAt: row.retired_at };
}
