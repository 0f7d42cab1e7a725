import type { Pool, PoolClient } from 'pg';
import type { Act } from '../audit/act.js';
import { recordAct } from '../audit/record-act.js';
import { StoreConnections } from '../store/store-connections.js';
import { inTransaction } from './in-transaction.js';

/** An API key without its secret. */
export interface KeyRecord {
  readonly id: string;
  /** The actor in the audit log. */
  readonly name: string;
  readonly role: string;
  /** null: all. */
  readonly definitions: readonly string[] | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** null: it does not expire. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** The id of the key that it was rotated to; null: it was not. */
  readonly replacedBy: string | null;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
}

/** What identifies callers. */
export interface ActiveKey extends Pick<KeyRecord, 'id' | 'name' | 'role' | 'definitions'> {
  readonly secretHash: Buffer;
  readonly expiresAt: Date | null;
  /** The actor who made it. */
  readonly createdBy: string;
}

export interface NewKey extends Pick<KeyRecord, 'id' | 'name' | 'role' | 'definitions'> {
  readonly secretHash: Buffer;
  readonly expiresAt: Date | null;
}

/** The act for the audit log, but for what the store knows better. */
export type KeyAct = Omit<Act, 'action' | 'subject' | 'before' | 'after' | 'outcome'>;

export type KeyChange =
  | { readonly type: 'done'; readonly key: KeyRecord }
  | { readonly type: 'not-found' | 'name-taken' | 'ended' | 'too-many' };

/** Keys that neither are revoked nor have expired. Each process has all of them in memory. */
const KEYS_MAX = 1000;
/** A key that ended is shown for so long. */
const ENDED_DAYS = 90;

const COLUMNS = `id, name, role, definitions, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", revoked_at as "revokedAt", replaced_by as "replacedBy",
  last_used_at as "lastUsedAt"`;
const IS_ACTIVE = `revoked_at is null and (expires_at is null or expires_at > now())`;

/** API keys that admins make, in Postgres. Each change is in the audit log. */
export class KeyStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** All that neither are revoked nor have expired. @throws StoreUnavailableError */
  async active(): Promise<readonly ActiveKey[]> {
    const { rows } = await this.connections.run<ActiveKey>({
      name: 'read-active-keys',
      text: `select id, name, role, definitions, secret_hash as "secretHash",
                    expires_at as "expiresAt", created_by as "createdBy"
               from api_key where ${IS_ACTIVE} order by created_at limit ${KEYS_MAX * 2}`,
      values: [],
    });
    return rows;
  }

  /** null: there is none. */
  async find(id: string): Promise<KeyRecord | null> {
    const { rows } = await this.connections.run<KeyRecord>({
      name: 'read-key',
      text: `select ${COLUMNS} from api_key where id = $1`,
      values: [id],
    });
    return rows[0] ?? null;
  }

  /** Those whose id comes after it, in order of id. */
  async list(page: { readonly afterId: string | null; readonly limit: number }) {
    const { rows } = await this.connections.run<KeyRecord>({
      name: 'list-keys',
      text: `select ${COLUMNS} from api_key where id > coalesce($1, '') order by id limit $2`,
      values: [page.afterId, page.limit],
    });
    return rows;
  }

  /** A name is free once its key has ended, or was rotated. @throws StoreUnavailableError */
  add(key: NewKey, act: KeyAct): Promise<KeyChange> {
    return inTransaction(this.connections, async (client) => {
      await client.query(FORGET_ENDED, [ENDED_DAYS]);
      await client.query(FREE_NAME, [key.name]);
      const { rows } = await client.query<{ count: number }>(COUNT_ACTIVE);
      if ((rows[0]?.count ?? 0) >= KEYS_MAX) return { type: 'too-many' };
      const added = await insert(client, key, act.actor);
      if (added === null) return { type: 'name-taken' };
      await recordKeyAct(client, act, { action: 'make-key', before: null, after: added });
      return { type: 'done', key: added };
    });
  }

  /** Done already: `ended`. @throws StoreUnavailableError */
  revoke(id: string, act: KeyAct): Promise<KeyChange> {
    return inTransaction(this.connections, async (client) => {
      const before = await lock(client, id);
      if (before === null) return { type: 'not-found' };
      if (before.revokedAt !== null) return { type: 'ended' };
      const after = await change(client, `revoked_at = now()`, [id]);
      await recordKeyAct(client, act, { action: 'revoke-key', before, after });
      return { type: 'done', key: after };
    });
  }

  /**
   * Gives the key that replaces it, with the same name, role and definitions. The one before ends
   * after `overlapMs`, if not earlier. @throws StoreUnavailableError
   */
  rotate(
    id: string,
    next: Pick<NewKey, 'id' | 'secretHash'> & {
      /** null: it does not expire. Left out: as the one before. */
      readonly expiresAt?: Date | null;
      readonly overlapMs: number;
    },
    act: KeyAct,
  ): Promise<KeyChange> {
    return inTransaction(this.connections, async (client) => {
      const before = await lock(client, id);
      if (before === null) return { type: 'not-found' };
      const { isActive } = before;
      if (!isActive || before.replacedBy !== null) return { type: 'ended' };
      const ends = `now() + $3::float8 * interval '1 ms'`;
      await change(client, `replaced_by = $2, expires_at = least(expires_at, ${ends})`, [
        ...[id, next.id],
        next.overlapMs,
      ]);
      const added = await insert(client, { ...before, ...next }, act.actor);
      if (added === null) return { type: 'name-taken' };
      await recordKeyAct(client, act, { action: 'rotate-key', before, after: added });
      return { type: 'done', key: added };
    });
  }

  /** Notes when keys were used last. @throws StoreUnavailableError */
  async noteUse(used: ReadonlyMap<string, Date>): Promise<void> {
    if (used.size === 0) return;
    await this.connections.run({
      name: 'note-key-use',
      text: `update api_key set last_used_at = used.at
               from unnest($1::text[], $2::timestamptz[]) as used (id, at)
              where api_key.id = used.id
                and (api_key.last_used_at is null or api_key.last_used_at < used.at)`,
      values: [[...used.keys()], [...used.values()].map((at) => at.toISOString())],
    });
  }
}

const FORGET_ENDED = `delete from api_key
  where least(revoked_at, expires_at) < now() - $1::int * interval '1 day'`;
/** A key that has expired does not keep its name; neither does the index know the time. */
const FREE_NAME = `update api_key set revoked_at = expires_at
  where name = $1 and revoked_at is null and expires_at <= now()`;
const COUNT_ACTIVE = `select count(*)::int as count from api_key where ${IS_ACTIVE}`;

async function insert(
  client: PoolClient,
  key: NewKey,
  createdBy: string,
): Promise<KeyRecord | null> {
  const { rows } = await client.query<KeyRecord>(
    `insert into api_key (id, name, role, definitions, secret_hash, expires_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${COLUMNS}`,
    [
      ...[key.id, key.name, key.role, key.definitions, key.secretHash],
      key.expiresAt?.toISOString() ?? null,
      createdBy,
    ],
  );
  return rows[0] ?? null;
}

async function lock(
  client: PoolClient,
  id: string,
): Promise<(KeyRecord & { readonly isActive: boolean }) | null> {
  const { rows } = await client.query<KeyRecord & { readonly isActive: boolean }>(
    `select ${COLUMNS}, ${IS_ACTIVE} as "isActive" from api_key where id = $1 for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** $1 of the values is the id. */
async function change(
  client: PoolClient,
  what: string,
  values: readonly unknown[],
): Promise<KeyRecord> {
  const { rows } = await client.query<KeyRecord>(
    `update api_key set ${what} where id = $1 returning ${COLUMNS}`,
    [...values],
  );
  const [changed] = rows;
  if (changed === undefined) throw new Error('a locked row is there');
  return changed;
}

async function recordKeyAct(
  client: PoolClient,
  act: KeyAct,
  about: {
    readonly action: string;
    readonly before: KeyRecord | null;
    readonly after: KeyRecord;
  },
): Promise<void> {
  const { action, before, after } = about;
  await recordAct(client, {
    ...act,
    action,
    subject: { kind: 'key', id: (before ?? after).id },
    before: before && toJson(before),
    after: toJson(after),
    outcome: { type: 'done' },
  });
}

function toJson(key: KeyRecord) {
  const { id, name, role, definitions, expiresAt, revokedAt, replacedBy } = key;
  return {
    ...{ id, name, role, replacedBy },
    definitions: definitions && [...definitions],
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
