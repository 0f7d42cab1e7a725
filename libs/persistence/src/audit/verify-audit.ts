import { readRows, type Reader } from '#database';
import { AUDIT_DIGEST, FIRST_HASH, sealHash } from '../sql/audit/audit-digest.js';

/** A place in the chain, and the hash over all up to it in hexadecimal. */
export interface ChainPoint {
  readonly seq: number;
  readonly hash: string;
}

/** The first place at which the chain is broken. */
export interface ChainFault {
  readonly seq: number;
  /** The record that is there; null: none is. */
  readonly id: string | null;
  /** `missing`: there is no record at this place. `changed`: it is not what was sealed. */
  readonly what: 'missing' | 'changed' | 'beginning-missing' | 'other-than-expected';
}

export interface AuditVerdict {
  /** Every record that was looked at is what was sealed. */
  readonly isIntact: boolean;
  /** What the part that was looked at begins after; `seq` 0: the beginning. */
  readonly after: ChainPoint;
  /** What it ends with. Kept elsewhere, it shows later whether all up to it is still the same. */
  readonly head: ChainPoint;
  readonly checked: number;
  /** false: there was no time for the rest; go on after `head.seq`. */
  readonly isComplete: boolean;
  readonly fault: ChainFault | null;
  /** Records that have no seal yet: how many, and the oldest of them. */
  readonly unsealed: { readonly count: number; readonly ids: readonly string[] };
}

export interface VerifyOptions {
  /** Begins after this place, whose hash is taken for right. Default: the beginning. */
  readonly afterSeq?: number;
  /** A head of before. Default: none. */
  readonly expected?: ChainPoint;
  /** Reads no further after so long. Default 20 s. */
  readonly budgetMs?: number;
  /** In ms, and only ever more. Default: the time of this process. */
  readonly now?: () => number;
}

const BUDGET_MS = 20_000;
/** Records of one statement: a fraction of a second. */
const PORTION = 5_000;
const UNSEALED_SHOWN = 100;

/** Follows the chain of the audit log, a portion at a time. @throws see `readRows` */
export async function verifyAudit(
  reader: Reader,
  options: VerifyOptions = {},
): Promise<AuditVerdict> {
  const { afterSeq = 0, budgetMs = BUDGET_MS, now = () => performance.now() } = options;
  const endsAt = now() + budgetMs;
  const after = await startOf(reader, afterSeq);
  const unsealed = await readUnsealed(reader);
  if (after === null) {
    const nowhere = { seq: afterSeq, hash: FIRST_HASH };
    const what = afterSeq === 0 ? 'beginning-missing' : 'missing';
    const fault = { seq: afterSeq + 1, id: null, what } as const;
    const none = { after: nowhere, head: nowhere, checked: 0, isComplete: true };
    return { ...none, isIntact: false, fault, unsealed };
  }
  let head = after;
  let checked = 0;
  let fault = await faultOf(reader, options.expected);
  let isComplete = fault !== null;
  while (fault === null && !isComplete && now() < endsAt) {
    const portion = await readPortion(reader, head);
    checked += portion.checked;
    fault = portion.fault;
    isComplete = fault !== null || portion.checked < PORTION;
    head = portion.head;
  }
  return { isIntact: fault === null, after, head, checked, isComplete, fault, unsealed };
}

/** null: there is nothing that the chain could go on from. */
async function startOf(reader: Reader, afterSeq: number): Promise<ChainPoint | null> {
  if (afterSeq > 0) return pointAt(reader, afterSeq);
  const [first] = await readRows<{ seq: number }>(
    reader,
    `select seal_seq::float8 as seq from operator_audit
      where seal_seq is not null order by seal_seq limit 1`,
  );
  if (first === undefined || first.seq === 1) return { seq: 0, hash: FIRST_HASH };
  // what was trimmed: the act that did it has the hash, and is in the chain itself
  const [trim] = await readRows<{ after: string }>(
    reader,
    `select after from operator_audit
      where subject_kind = 'audit' and subject_id = $1 and action = 'trim-audit'
        and outcome = 'done'
      order by at desc limit 1`,
    [String(first.seq - 1)],
  );
  if (trim === undefined) return null;
  const { seq, hash } = JSON.parse(trim.after) as ChainPoint;
  return { seq, hash };
}

async function pointAt(reader: Reader, seq: number): Promise<ChainPoint | null> {
  const [row] = await readRows<ChainPoint>(
    reader,
    `select seal_seq::float8 as seq, encode(seal_hash, 'hex') as hash
       from operator_audit where seal_seq = $1::bigint`,
    [seq],
  );
  return row ?? null;
}

/** Whether a head of before is still what it was; one that was trimmed is missing. */
async function faultOf(
  reader: Reader,
  expected: ChainPoint | undefined,
): Promise<ChainFault | null> {
  if (expected === undefined) return null;
  const found = await pointAt(reader, expected.seq);
  if (found?.hash === expected.hash.toLowerCase()) return null;
  return { seq: expected.seq, id: null, what: found ? 'other-than-expected' : 'missing' };
}

async function readPortion(reader: Reader, { seq, hash }: ChainPoint) {
  const [row] = await readRows<PortionRow>(reader, READ_PORTION, [seq, hash, PORTION]);
  if (!row || row.checked === 0) return { checked: 0, head: { seq, hash }, fault: null };
  const { checked, fault_seq: faultSeq, fault_id: id, is_gap: isGap } = row;
  if (faultSeq !== null && isGap === true) {
    const missing = { seq: row.seq_before ?? seq, id: null, what: 'missing' } as const;
    return { checked, head: { seq, hash }, fault: { ...missing, seq: missing.seq + 1 } };
  }
  const fault = faultSeq === null ? null : ({ seq: faultSeq, id, what: 'changed' } as const);
  const head = fault === null ? { seq: row.last_seq, hash: row.last_hash } : { seq, hash };
  return { checked, head, fault };
}

async function readUnsealed(reader: Reader): Promise<AuditVerdict['unsealed']> {
  const rows = await readRows<{ id: string; count: number }>(
    reader,
    `select id, (count(*) over ())::int as count from operator_audit
      where seal_seq is null order by at, id limit ${UNSEALED_SHOWN}`,
  );
  return { count: rows[0]?.count ?? 0, ids: rows.map(({ id }) => id) };
}

/** $1 the place before, $2 its hash in hexadecimal, $3 how many. */
const READ_PORTION = `
  with act as (
    select seal_seq, seal_hash, id, ${AUDIT_DIGEST} as digest
      from operator_audit where seal_seq > $1::bigint order by seal_seq limit $3::int),
  placed as (
    select *, lag(seal_seq, 1, $1::bigint) over (order by seal_seq) as seq_before,
           lag(seal_hash, 1, decode($2, 'hex')) over (order by seal_seq) as hash_before
      from act),
  checked as (
    select seal_seq, seal_hash, id, seq_before, seq_before <> seal_seq - 1 as is_gap,
           seal_hash <> ${sealHash('hash_before', 'seal_seq', 'digest')} as is_changed
      from placed),
  fault as (select * from checked where is_gap or is_changed order by seal_seq limit 1)
  select count(*)::int as checked, max(checked.seal_seq)::float8 as last_seq,
         (select encode(seal_hash, 'hex') from checked order by seal_seq desc limit 1) as last_hash,
         (select seal_seq::float8 from fault) as fault_seq, (select id from fault) as fault_id,
         (select is_gap from fault) as is_gap,
         (select seq_before::float8 from fault) as seq_before
    from checked`;

interface PortionRow {
  readonly checked: number;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly fault_seq: number | null;
  readonly fault_id: string | null;
  readonly is_gap: boolean | null;
  readonly seq_before: number | null;
}
