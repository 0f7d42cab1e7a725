import { createHash } from 'node:crypto';
import type { CutBodyFacts, Delivery } from './message-bus.js';

/** What is kept of the body of a message that cannot be used: enough to know it by. */
export const KEPT_BYTES_MAX = 4096;

/** The beginning of a body, and what tells it from others. */
export interface KeptBody extends CutBodyFacts {
  readonly body: Buffer;
}

/** Of a message that cannot be used: a copy, for the delivery holds all that came with it. */
export function keptBody({ body, cut }: Pick<Delivery, 'body' | 'cut'>): KeptBody {
  const facts = cut ?? { bytes: body.length, sha256: sha256Of(body) };
  return { body: Buffer.from(body.subarray(0, KEPT_BYTES_MAX)), ...facts };
}

function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
