import { timingSafeEqual } from 'node:crypto';
import type { accessStores } from '#persistence';
import type { Identity, Role } from '../identity.js';
import { ROLES } from '../identity.js';
import type { KeyDirectory } from '../key-directory.js';
import type { SettingKeys } from '../setting-keys.js';
import { makeSession, type SessionToken } from './session-cookie.js';

/** A login is for a working day; a provider or a key that ends it earlier is not asked before. */
const SESSION_MS = 8 * 3_600_000;
/** What a replica has read of a session counts for so long: less than five seconds. */
const KNOWN_MS = 3000;
const KNOWN_MAX = 10_000;

interface Known {
  readonly session: accessStores.SessionRecord | null;
  readonly at: number;
}

/** Logins of browsers. The cookie is no secret of the server: its hash is stored, as of a key. */
export class Sessions {
  private readonly known = new Map<string, Known>();
  /** Ids of those that were valid here, the latest last. */
  private readonly valid = new Set<string>();

  constructor(
    private readonly parts: {
      readonly store: Pick<accessStores.SessionStore, 'add' | 'find' | 'end' | 'endBy'>;
      readonly keys: Pick<KeyDirectory, 'holderOf'>;
      readonly settingKeys: Pick<SettingKeys, 'holderOf'>;
      readonly now?: () => number;
    },
  ) {}

  /** The text of the cookie, and for how long it is valid. @throws StoreUnavailableError */
  async open(identity: Identity): Promise<{ readonly text: string; readonly maxAgeS: number }> {
    const { text, ...token } = makeSession();
    const { actor, role, definitions, credential } = identity;
    await this.parts.store.add({
      ...token,
      actor,
      role,
      definitions: definitions === 'all' ? null : definitions,
      credential: credential ?? '',
      lastsMs: SESSION_MS,
    });
    this.noteValid(token.id);
    return { text, maxAgeS: SESSION_MS / 1000 };
  }

  /**
   * null: there is no such session, or it has ended. `knownOnly`: one that was never valid on this
   * replica is none, and costs no query. @throws StoreUnavailableError
   */
  async identify(
    { id, secretHash }: SessionToken,
    { knownOnly = false }: { readonly knownOnly?: boolean } = {},
  ): Promise<Identity | null> {
    if (knownOnly && !this.valid.has(id)) return null;
    const session = await this.read(id);
    if (session === null || session.expiresAt.getTime() <= this.now()) return null;
    if (!timingSafeEqual(session.secretHash, secretHash)) return null;
    this.noteValid(id);
    return this.identityOf(session);
  }

  /**
   * On this replica now, on the others within seconds. false: there is none.
   * @throws StoreUnavailableError
   */
  async end({ id, secretHash }: SessionToken): Promise<boolean> {
    const isEnded = await this.parts.store.end(id, secretHash);
    if (isEnded) this.forget(id);
    return isEnded;
  }

  /** The same of somebody else's. null: there is none. @throws StoreUnavailableError */
  async endBy(
    id: string,
    act: accessStores.SessionAct,
  ): Promise<accessStores.ListedSession | null> {
    const ended = await this.parts.store.endBy(id, act);
    this.forget(id);
    return ended;
  }

  private forget(id: string): void {
    this.known.delete(id);
    this.valid.delete(id);
  }

  private noteValid(id: string): void {
    this.valid.delete(id);
    this.valid.add(id);
    if (this.valid.size <= KNOWN_MAX) return;
    const [oldest = ''] = this.valid;
    this.valid.delete(oldest);
  }

  /** Of a key: what the key may do now, and nothing once it has ended. */
  private identityOf(session: accessStores.SessionRecord): Identity | null {
    const { actor, role, definitions, credential } = session;
    const [kind = '', ...rest] = credential.split(':');
    if (kind === 'key') return this.parts.keys.holderOf(rest.join(':'));
    if (kind === 'setting') return this.parts.settingKeys.holderOf(rest.join(':'));
    const known = ROLES.find((each): each is Role => each === role);
    return known === undefined
      ? null
      : { actor, role: known, definitions: definitions ?? 'all', credential };
  }

  private async read(id: string): Promise<accessStores.SessionRecord | null> {
    const now = this.now();
    const known = this.known.get(id);
    if (known !== undefined && now - known.at < KNOWN_MS) return known.session;
    const session = await this.parts.store.find(id);
    this.known.delete(id);
    this.known.set(id, { session, at: now });
    if (this.known.size > KNOWN_MAX) {
      const [oldest = ''] = this.known.keys();
      this.known.delete(oldest);
    }
    return session;
  }

  private now(): number {
    return (this.parts.now ?? Date.now)();
  }
}
