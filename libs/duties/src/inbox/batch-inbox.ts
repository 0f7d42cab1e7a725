import type { JsonValue } from '#protocol';
import type { ReplyError } from '#contracts';
import {
  InboxRowVanishedError,
  rowOf,
  type Claim,
  type Compensation,
  type Inbox,
  type InboxOutcome,
  type InboxRow,
  type InboxStatement,
  type InboxTransaction,
  type StoredRow,
} from './inbox.js';

/** What is to be stored in a row; null: it stays as it is. */
interface Change {
  readonly outcome: InboxOutcome;
  readonly output: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly compensationFingerprint: Buffer | null;
  readonly compensationOutput: string | null;
}

/**
 * The inbox of a transaction for several commands, each with a key of its own. All rows are
 * inserted, or locked, before the first handler is called, and all outcomes are stored after the
 * last: four statements at most, whatever the number of commands.
 */
export class BatchInbox implements Inbox {
  private readonly known = new Map<string, InboxRow>();
  private readonly changes = new Map<string, Change>();
  /** Keys of rows that this transaction inserted, and that are not to stay. */
  private readonly forgotten = new Set<string>();

  constructor(private readonly transaction: InboxTransaction) {}

  /**
   * Inserts or locks the rows in the order of their keys, so that two transactions with some of the
   * same keys wait for each other in one direction only. No two claims have the same key.
   *
   * @throws InboxRowVanishedError, what the database says
   */
  async claimAll(claims: readonly Claim[]): Promise<void> {
    const sorted = claims.toSorted((a, b) => (a.idempotencyKey < b.idempotencyKey ? -1 : 1));
    const inserted = await this.transaction.rows<{ readonly key: string }>(INSERT, [
      sorted.map(({ idempotencyKey }) => idempotencyKey),
      sorted.map(({ outcome }) => outcome),
      sorted.map(({ command }) => command),
      sorted.map(({ actionFingerprint }) => actionFingerprint ?? null),
      sorted.map(({ compensationFingerprint }) => compensationFingerprint ?? null),
    ]);
    const fresh = new Set(inserted.map(({ key }) => key));
    const keys = sorted
      .map(({ idempotencyKey }) => idempotencyKey)
      .filter((key) => !fresh.has(key));
    if (keys.length > 0) await this.lock(keys);
  }

  claim({ idempotencyKey }: Claim): Promise<InboxRow | null> {
    return Promise.resolve(this.known.get(idempotencyKey) ?? null);
  }

  storeSuccess(idempotencyKey: string, output: JsonValue): Promise<void> {
    return this.store(idempotencyKey, { outcome: 'succeeded', output: JSON.stringify(output) });
  }

  storeRefusal(idempotencyKey: string, { code, message }: ReplyError): Promise<void> {
    const change = { outcome: 'refused', errorCode: code, errorMessage: message } as const;
    return this.store(idempotencyKey, change);
  }

  storeCompensation(
    idempotencyKey: string,
    { outcome, fingerprint, output }: Compensation,
  ): Promise<void> {
    return this.store(idempotencyKey, {
      outcome,
      compensationFingerprint: fingerprint,
      compensationOutput: output === undefined ? null : JSON.stringify(output),
    });
  }

  /** Nothing of this command is kept: its row is as it was before, or none. */
  forget(idempotencyKey: string): void {
    this.changes.delete(idempotencyKey);
    if (!this.known.has(idempotencyKey)) this.forgotten.add(idempotencyKey);
  }

  /** The statements that write what was stored and forgotten. */
  writes(): readonly InboxStatement[] {
    const writes: InboxStatement[] = [];
    if (this.changes.size > 0) {
      const changes = [...this.changes.values()];
      const values = [
        [...this.changes.keys()],
        changes.map(({ outcome }) => outcome),
        changes.map(({ output }) => output),
        changes.map(({ errorCode }) => errorCode),
        changes.map(({ errorMessage }) => errorMessage),
        changes.map(({ compensationFingerprint }) => compensationFingerprint),
        changes.map(({ compensationOutput }) => compensationOutput),
      ];
      writes.push({ text: UPDATE, values });
    }
    if (this.forgotten.size > 0) writes.push({ text: DELETE, values: [[...this.forgotten]] });
    return writes;
  }

  private async lock(keys: readonly string[]): Promise<void> {
    const rows = await this.transaction.rows<StoredRow & { readonly key: string }>(LOCK, [keys]);
    for (const row of rows) this.known.set(row.key, rowOf(row));
    const gone = keys.find((key) => !this.known.has(key));
    if (gone !== undefined) throw new InboxRowVanishedError(gone);
  }

  private store(key: string, change: Pick<Change, 'outcome'> & Partial<Change>): Promise<void> {
    this.changes.set(key, { ...UNCHANGED, ...change });
    return Promise.resolve();
  }
}

const UNCHANGED = {
  output: null,
  errorCode: null,
  errorMessage: null,
  compensationFingerprint: null,
  compensationOutput: null,
} as const;

const INSERT = `
  insert into inbox
    (idempotency_key, outcome, command, action_fingerprint, compensation_fingerprint,
     compensated_at)
  select key, outcome, command, action, compensation,
         case when compensation is null then null else clock_timestamp() end
  from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
    with ordinality as claimed (key, outcome, command, action, compensation, place)
  order by place
  on conflict (idempotency_key) do nothing
  returning idempotency_key as key`;

const LOCK = `
  select idempotency_key as key, outcome, action_fingerprint, compensation_fingerprint, output,
         error_code, error_message, compensation_output
  from inbox where idempotency_key = any($1::text[])
  order by idempotency_key for update`;

const UPDATE = `
  update inbox
  set outcome = change.outcome,
      output = coalesce(change.output, inbox.output),
      error_code = coalesce(change.error_code, inbox.error_code),
      error_message = coalesce(change.error_message, inbox.error_message),
      compensation_fingerprint =
        coalesce(change.compensation_fingerprint, inbox.compensation_fingerprint),
      compensation_output = coalesce(change.compensation_output, inbox.compensation_output),
      compensated_at = case when change.compensation_fingerprint is null then inbox.compensated_at
                            else clock_timestamp() end
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[])
    as change (key, outcome, output, error_code, error_message, compensation_fingerprint,
               compensation_output)
  where inbox.idempotency_key = change.key`;

const DELETE = 'delete from inbox where idempotency_key = any($1::text[])';
