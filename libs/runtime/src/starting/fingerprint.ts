import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#protocol';
import type { StartRequest } from './saga-starter.js';

/** Tells requests apart that came with the same idempotency key. */
export function fingerprintOf(request: JsonValue): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex');
}

export function fingerprintOfStart({
  definition,
  version,
  key,
  input,
}: Pick<StartRequest, 'definition' | 'version' | 'key' | 'input'>): string {
  return fingerprintOf({ definition, version, key, input });
}
