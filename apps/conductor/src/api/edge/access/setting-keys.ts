import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../../settings/key-config.js';
import type { Identity } from './identity.js';

/**
 * Identifies callers by a key of the settings. Every key is compared, by hashes of equal length,
 * so that the time it takes reveals nothing about any of them.
 */
export class SettingKeys {
  private readonly known: readonly { readonly hash: Buffer; readonly identity: Identity }[];

  constructor(keys: readonly ApiKey[]) {
    this.known = keys.map(({ name, role = 'admin', key, breakGlass }) => ({
      hash: sha256(key),
      identity: {
        ...{ actor: name, role, credential: `setting:${name}` },
        definitions: 'all',
        ...(breakGlass === true ? { breakGlass } : {}),
      },
    }));
  }

  /** null: no key has this name. */
  holderOf(name: string): Identity | null {
    return this.known.find(({ identity }) => identity.actor === name)?.identity ?? null;
  }

  /** null: no key matches. */
  identify(token: string): Identity | null {
    const given = sha256(token);
    let caller: Identity | null = null;
    for (const { hash, identity } of this.known) {
      if (timingSafeEqual(hash, given)) caller = identity;
    }
    return caller;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
