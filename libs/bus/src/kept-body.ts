import { createHash } from 'node:crypto';
import type { CutBodyFacts, Delivery } from './message-bus.js';

/** How much of the body of an unusable message is stored: enough to recognise it. */
export const KEPT_BYTES_MAX = 4096;

/** The beginning of a body, and the facts that identify the whole. */
export interface KeptBody extends CutBodyFacts {
  readonly body: Buffer;
}

/** Copies the beginning of an unusable body, so that the whole delivery can be freed. */
export function keptBody({ body, cut }: Pick<Delivery, 'body' | 'cut'>): KeptBody {
  const facts = cut ?? { bytes: body.length, sha256: sha256Of(body) };
  return { body: Buffer.from(body.subarray(0, KEPT_BYTES_MAX)), ...facts };
}

function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
