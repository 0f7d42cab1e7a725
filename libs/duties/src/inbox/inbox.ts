import type { JsonValue } from '#protocol';
import type { ReplyError } from '#contracts';

/*
 * One row per idempotency key is all that a participant remembers of a step. The first delivery
 * inserts it, as the first statement of its transaction: an action as `executing`, a compensation
 * or an inquiry that finds nothing as `fenced`. Every other delivery of the key, in either
 * direction, waits at that insert until the first transaction has ended. It then finds nothing (the
 * first was rolled back, so this one is now first), or a row with the outcome.
 *
 *   executing ──► succeeded ──► undone
 *       └───────► refused ────► fenced
 */

/** The transaction of a command, in any library. */
export interface InboxTransaction {
  rows<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** A statement that writes what is to be stored, and whose answer says nothing. */
export interface InboxStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export type InboxOutcome = 'executing' | 'succeeded' | 'refused' | 'fenced' | 'undone';

export interface InboxRow {
  readonly outcome: InboxOutcome;
  readonly actionFingerprint: Buffer | null;
  readonly compensationFingerprint: Buffer | null;
  readonly output: JsonValue;
  readonly error: ReplyError | null;
  readonly compensationOutput: JsonValue;
}

export interface Claim {
  readonly idempotencyKey: string;
  readonly command: string;
  readonly outcome: 'executing' | 'fenced';
  readonly actionFingerprint?: Buffer;
  readonly compensationFingerprint?: Buffer;
}

/** What the answer to a command reads and writes of the inbox. */
export interface Inbox {
  /**
   * Inserts the row and returns null, or, if the key is known, returns its row, locked. Waits for
   * another transaction with the same key, at most `lock_timeout`.
   */
  claim(claim: Claim): Promise<InboxRow | null>;
  storeSuccess(idempotencyKey: string, output: JsonValue): Promise<void>;
  storeRefusal(idempotencyKey: string, error: ReplyError): Promise<void>;
  /** The action is undone (`undone`), or never was and never will be (`fenced`). */
  storeCompensation(idempotencyKey: string, compensation: Compensation): Promise<void>;
}

export interface Compensation {
  readonly outcome: 'undone' | 'fenced';
  readonly fingerprint: Buffer;
  readonly output?: JsonValue;
}

/** The inbox of a transaction for one command: each call is a statement. */
export function inboxOf(transaction: InboxTransaction): Inbox {
  return {
    claim: (claim) => claimKey(transaction, claim),
    storeSuccess: (key, output) => storeSuccess(transaction, key, output),
    storeRefusal: (key, error) => storeRefusal(transaction, key, error),
    storeCompensation: (key, compensation) => storeCompensation(transaction, key, compensation),
  };
}

/** The row was deleted between two statements because it was too old. A rerun finds it gone. */
export class InboxRowVanishedError extends Error {
  readonly code = 'INBOX_ROW_VANISHED';
  constructor(readonly idempotencyKey: string) {
    super(`the inbox row of ${idempotencyKey} was deleted while it was read`);
  }
}

async function claimKey(transaction: InboxTransaction, claim: Claim): Promise<InboxRow | null> {
  const inserted = await transaction.rows(INSERT, [
    claim.idempotencyKey,
    claim.outcome,
    claim.command,
    claim.actionFingerprint ?? null,
    claim.compensationFingerprint ?? null,
  ]);
  if (inserted.length > 0) return null;
  const [row] = await transaction.rows<StoredRow>(LOCK, [claim.idempotencyKey]);
  if (!row) throw new InboxRowVanishedError(claim.idempotencyKey);
  return rowOf(row);
}

async function storeSuccess(
  transaction: InboxTransaction,
  idempotencyKey: string,
  output: JsonValue,
): Promise<void> {
  const statement = `
    update inbox set outcome = 'succeeded', output = $2
    where idempotency_key = $1`;
  await transaction.rows(statement, [idempotencyKey, JSON.stringify(output)]);
}

async function storeRefusal(
  transaction: InboxTransaction,
  idempotencyKey: string,
  error: ReplyError,
): Promise<void> {
  const statement = `
    update inbox set outcome = 'refused', error_code = $2, error_message = $3
    where idempotency_key = $1`;
  await transaction.rows(statement, [idempotencyKey, error.code, error.message]);
}

async function storeCompensation(
  transaction: InboxTransaction,
  idempotencyKey: string,
  compensation: Compensation,
): Promise<void> {
  const statement = `
    update inbox
    set outcome = $2, compensation_fingerprint = $3, compensation_output = $4,
        compensated_at = clock_timestamp()
    where idempotency_key = $1`;
  const { outcome, fingerprint, output } = compensation;
  const text = output === undefined ? null : JSON.stringify(output);
  await transaction.rows(statement, [idempotencyKey, outcome, fingerprint, text]);
}

export interface StoredRow {
  readonly outcome: InboxOutcome;
  readonly action_fingerprint: Buffer | null;
  readonly compensation_fingerprint: Buffer | null;
  readonly output: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly compensation_output: string | null;
}

export function rowOf(row: StoredRow): InboxRow {
  return {
    outcome: row.outcome,
    actionFingerprint: row.action_fingerprint,
    compensationFingerprint: row.compensation_fingerprint,
    output: parsed(row.output),
    error:
      row.error_code === null
        ? null
        : { code: row.error_code, message: row.error_message ?? row.error_code },
    compensationOutput: parsed(row.compensation_output),
  };
}

const INSERT = `
  insert into inbox
    (idempotency_key, outcome, command, action_fingerprint, compensation_fingerprint,
     compensated_at)
  values ($1, $2, $3, $4, $5::bytea,
          case when $5::bytea is null then null else clock_timestamp() end)
  on conflict (idempotency_key) do nothing
  returning 1`;

const LOCK = `
  select outcome, action_fingerprint, compensation_fingerprint, output, error_code, error_message,
         compensation_output
  from inbox where idempotency_key = $1 for update`;

function parsed(text: string | null): JsonValue {
  return text === null ? null : (JSON.parse(text) as JsonValue);
}
