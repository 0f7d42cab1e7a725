import { randomBytes, randomUUID } from 'node:crypto';
import type { Statement } from './sql-client.js';

/** Random bytes, which cannot be compressed: more than is left on a full disk. */
const PROBE_BYTES = 192 * 1_024;

/**
 * A statement that writes a large row into the inbox: run it in a transaction that is rolled back.
 * `select 1` would also succeed on a standby, on a read-only server, and on one whose disk is full.
 */
export function probeRow(): Statement {
  const noise = randomBytes(PROBE_BYTES).toString('base64');
  return { text: WRITE, values: [`probe/${randomUUID()}`, noise] };
}

const WRITE = `
  insert into inbox (idempotency_key, outcome, command, output)
  values ($1, 'fenced', 'probe', $2)`;
