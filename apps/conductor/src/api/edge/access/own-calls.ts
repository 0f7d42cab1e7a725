import { randomBytes } from 'node:crypto';
import type { Identity } from './identity.js';

/**
 * Lets this process make a call for a person, on the path of every other call: by a token of 256
 * random bits that is good once, and that never leaves the process.
 */
export class OwnCalls {
  private readonly lent = new Map<string, Identity>();

  /** The `Authorization` of one call as this caller. */
  authorize(identity: Identity): { readonly authorization: string; readonly cancel: () => void } {
    const token = randomBytes(32).toString('base64url');
    this.lent.set(token, identity);
    const cancel = (): void => void this.lent.delete(token);
    return { authorization: `Bearer ${token}`, cancel };
  }

  /** null: it is no such token, or it was used. */
  take(token: string): Identity | null {
    const identity = this.lent.get(token);
    if (identity === undefined) return null;
    this.lent.delete(token);
    return identity;
  }
}
