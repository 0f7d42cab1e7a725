import { createHash } from 'node:crypto';
import { kindOf } from './normalise.js';

/** Where a saga is in trouble, and what was answered there. */
export interface FailurePlace {
  readonly definition: string;
  /** The iterations of a loop count as one step: `ship`, and not `ship[3]`. */
  readonly step: string;
  readonly direction: string;
  readonly code: string;
  readonly message: string;
}

/** Names a group: 64 bits in hexadecimal. */
export const FINGERPRINT = /^[0-9a-f]{16}$/;

/** The same for all sagas of a group, in all versions of the definition. */
export function fingerprintOfFailure(place: FailurePlace): string {
  const { definition, step, direction, code, message } = place;
  const parts = [definition, step, direction, code, kindOf(message)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** `ship[3]` is `ship`. */
export function stepOfIteration(name: string): string {
  const bracket = name.indexOf('[');
  return bracket === -1 ? name : name.slice(0, bracket);
}
