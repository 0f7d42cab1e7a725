import { createHash } from 'node:crypto';
import { operators } from '#engine';
import { canonicalJson } from '#protocol';

/** SHA-256, in hexadecimal, of what an action does at once and what does not change by itself. */
export function previewHash(consequences: operators.Consequences): string {
  return createHash('sha256')
    .update(canonicalJson(operators.lastingPart(consequences)))
    .digest('hex');
}
