import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '../../config.js';

/** The actor when no keys are configured. */
const LOCAL_ACTOR = 'local';

/**
 * Identifies callers by their key. Every key is compared, by hashes of equal length, so that the
 * time it takes reveals nothing about any of them.
 */
export class ApiKeys {
  private readonly hashes: readonly { readonly name: string; readonly hash: Buffer }[];

  constructor(keys: readonly ApiKey[]) {
    this.hashes = keys.map(({ name, key }) => ({ name, hash: sha256(key) }));
  }

  /** The key's name for the audit log; null: no key matches. */
  identify(authorization: string | undefined): string | null {
    if (this.hashes.length === 0) return LOCAL_ACTOR;
    const [, token] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) return null;
    const given = sha256(token);
    let actor: string | null = null;
    for (const { name, hash } of this.hashes) {
      if (timingSafeEqual(hash, given)) actor = name;
    }
    return actor;
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
