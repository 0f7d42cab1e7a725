import type { Pool } from 'pg';
import type { Act } from '../audit/act.js';
import { recordAct } from '../audit/record-act.js';
import { StoreConnections } from '../store/store-connections.js';
import { inTransaction } from './in-transaction.js';

/** A login of a browser. */
export interface SessionRecord {
  readonly secretHash: Buffer;
  readonly actor: string;
  readonly role: string;
  /** null: all. */
  readonly definitions: readonly string[] | null;
  /** What was shown: `key:<id>`, `setting:<name>`, `oidc:<subject>`. */
  readonly credential: string;
  readonly expiresAt: Date;
}

export interface NewSession extends Omit<SessionRecord, 'expiresAt'> {
  readonly id: string;
  readonly lastsMs: number;
}

/** A login as people see it. Its id alone lets nobody in. */
export interface ListedSession extends Omit<SessionRecord, 'secretHash'> {
  readonly id: string;
  readonly createdAt: Date;
}

/** The act for the audit log, but for what the store knows better. */
export type SessionAct = Omit<Act, 'action' | 'subject' | 'before' | 'after' | 'outcome'>;

/** Sessions of one credential; the oldest end. So the table is bounded by the people. */
const OF_ONE_MAX = 20;
/** Expired sessions that a login deletes. */
const EXPIRED_MAX = 1000;

/** Logins of browsers, in Postgres. */
export class SessionStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** @throws StoreUnavailableError */
  async add(session: NewSession): Promise<void> {
    const { id, secretHash, actor, role, definitions, credential, lastsMs } = session;
    await this.connections.run({
      name: 'add-session',
      text: ADD,
      values: [id, secretHash, actor, role, definitions, credential, lastsMs],
    });
  }

  /** null: there is none, or it has ended. @throws StoreUnavailableError */
  async find(id: string): Promise<SessionRecord | null> {
    const { rows } = await this.connections.run<SessionRecord>({
      name: 'read-session',
      text: `select secret_hash as "secretHash", actor, role, definitions, credential,
                    expires_at as "expiresAt"
               from login_session where id = $1 and expires_at > now()`,
      values: [id],
    });
    return rows[0] ?? null;
  }

  /** Those that have not ended, whose id comes after it, in order of id. */
  async list(page: { readonly afterId: string | null; readonly limit: number }) {
    const { rows } = await this.connections.run<ListedSession>({
      name: 'list-sessions',
      text: `select ${COLUMNS} from login_session
              where expires_at > now() and id > coalesce($1, '') order by id limit $2`,
      values: [page.afterId, page.limit],
    });
    return rows;
  }

  /** false: there is no such session. @throws StoreUnavailableError */
  async end(id: string, secretHash: Buffer): Promise<boolean> {
    const { rowCount } = await this.connections.run({
      name: 'end-session',
      text: `delete from login_session where id = $1 and secret_hash = $2`,
      values: [id, secretHash],
    });
    return (rowCount ?? 0) > 0;
  }

  /** Ends somebody's session, on record. null: there is none. @throws StoreUnavailableError */
  endBy(id: string, act: SessionAct): Promise<ListedSession | null> {
    return inTransaction(this.connections, async (client) => {
      const { rows } = await client.query<ListedSession>(
        `delete from login_session where id = $1 and expires_at > now() returning ${COLUMNS}`,
        [id],
      );
      const [ended] = rows;
      if (ended === undefined) return null;
      const { actor, credential, createdAt, expiresAt } = ended;
      await recordAct(client, {
        ...act,
        action: 'end-session',
        subject: { kind: 'session', id },
        before: {
          ...{ actor, credential },
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        },
        after: null,
        outcome: { type: 'done' },
      });
      return ended;
    });
  }
}

const COLUMNS = `id, actor, role, definitions, credential, created_at as "createdAt",
  expires_at as "expiresAt"`;

const ADD = `
  with surplus as (
    delete from login_session where id in (
      select id from login_session where credential = $6
       order by created_at desc offset ${OF_ONE_MAX - 1})),
  expired as (
    delete from login_session where id in (
      select id from login_session where expires_at < now() order by expires_at
       limit ${EXPIRED_MAX}))
  insert into login_session (id, secret_hash, actor, role, definitions, credential, expires_at)
  values ($1, $2, $3, $4, $5, $6, now() + $7::float8 * interval '1 ms')`;
