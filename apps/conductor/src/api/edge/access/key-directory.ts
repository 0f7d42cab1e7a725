import { timingSafeEqual } from 'node:crypto';
import type { accessStores } from '#persistence';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import { ROLES, type Identity, type Role } from './identity.js';
import { readKey } from './key-text.js';

/** The pulse tells of changes; not of those made with the triggers off. */
const REFRESH_MS = 60_000;
const RETRY_MS = 1000;
/** `lastUsedAt` is to the minute: each key costs a write a minute at most. */
const USE_MS = 60_000;

export interface KeyDirectoryOptions {
  readonly store: Pick<accessStores.KeyStore, 'active' | 'noteUse'>;
  readonly report: ReportFault;
}

/**
 * The stored keys in memory, so that no request asks the database. A change anywhere is known here
 * once the pulse, which comes every second, has told of it.
 */
export class KeyDirectory {
  private readonly refreshing: RepeatingTask;
  private known: ReadonlyMap<string, accessStores.ActiveKey> = new Map();
  /** By key: when it was used, as long as that is not stored. */
  private used = new Map<string, number>();

  constructor(private readonly options: KeyDirectoryOptions) {
    this.refreshing = new RepeatingTask(systemClock, () => this.refreshQuietly());
  }

  /** Resolves when it is known what the database knows. @throws StoreUnavailableError */
  async start(): Promise<void> {
    await this.load();
    this.refreshing.start(REFRESH_MS);
  }

  /** A key was made, or has ended. */
  hurry(): void {
    this.refreshing.hurry(0);
  }

  async stop(): Promise<void> {
    await this.refreshing.stop();
    await this.storeUse().catch(() => undefined); // the minute in which it was used is lost
  }

  /** Resolves when what was changed before is known here. @throws StoreUnavailableError */
  async load(): Promise<void> {
    const keys = await this.options.store.active();
    this.known = new Map(keys.map((key) => [key.id, key]));
  }

  /** null: there is no such key, or it has ended. */
  identify(text: string): Identity | null {
    const given = readKey(text);
    if (given === null) return null;
    const key = this.known.get(given.id);
    if (key === undefined || !timingSafeEqual(key.secretHash, given.secretHash)) return null;
    return this.identityOf(key);
  }

  /** The holder of the key with this id, for what was given to it; null: it has ended. */
  holderOf(id: string): Identity | null {
    const key = this.known.get(id);
    return key === undefined ? null : this.identityOf(key);
  }

  /** Who made the keys of this name that have not ended. */
  makersOf(name: string): readonly string[] {
    return [...this.known.values()].flatMap((key) => (key.name === name ? [key.createdBy] : []));
  }

  /** What a key of this name may do, which is no use of it; null: all have ended. */
  rightsOf(name: string): Identity | null {
    const ofName = [...this.known.values()].filter((key) => key.name === name);
    return ofName.map(toIdentity).find((identity) => identity !== null) ?? null;
  }

  private identityOf(key: accessStores.ActiveKey): Identity | null {
    const identity = toIdentity(key);
    if (identity === null) return null;
    const now = Date.now();
    const minute = now - (now % USE_MS);
    if (this.used.get(key.id) !== minute) this.used.set(key.id, minute);
    return identity;
  }

  private async refreshQuietly(): Promise<number> {
    try {
      await this.load();
      await this.storeUse();
      return REFRESH_MS;
    } catch (error) {
      this.options.report({ during: 'look for API keys', error });
      return RETRY_MS;
    }
  }

  private async storeUse(): Promise<void> {
    const { used } = this;
    this.used = new Map();
    const instants = [...used].map(([id, at]) => [id, new Date(at)] as const);
    await this.options.store.noteUse(new Map(instants));
  }
}

/** null: it has expired. */
function toIdentity(key: accessStores.ActiveKey): Identity | null {
  const { id, name: actor, role, definitions, expiresAt } = key;
  if (expiresAt !== null && expiresAt.getTime() <= Date.now()) return null;
  // a role of a later release gives no right here
  if (!isRole(role)) return null;
  return { actor, role, definitions: definitions ?? 'all', credential: `key:${id}` };
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role);
}
