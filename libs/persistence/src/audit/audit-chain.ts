import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { EventNotice } from '#engine';
import type { JsonObject } from '#protocol';
import { FIRST_HASH } from '../sql/audit/audit-digest.js';
import {
  LOCK_CHAIN,
  READ_CHAIN_END,
  READ_UNSEALED,
  WRITE_SEALS,
  type ChainEndRow,
  type UnsealedRow,
} from '../sql/audit/seal-audit.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';

/** The routing key of what listeners are told of each record. */
export const AUDIT_EVENT = 'audit.recorded';

/** Records of one transaction. */
const SEALED_MAX = 500;

interface Seal {
  readonly seq: bigint;
  /** In hexadecimal. */
  readonly hash: string;
}

/**
 * Seals the audit log: each record gets a place and a hash over itself and the hash before, after
 * it was committed, so that whoever records waits for nobody. The message that tells of it leaves
 * with the seal, through the outbox.
 */
export class AuditChain {
  private readonly connections: StoreConnections;

  /** On the connections of `createStorePool`. */
  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /**
   * Seals what was committed, at most a portion. `isMore`: it was a whole portion. Nothing when
   * another process is sealing. @throws StoreUnavailableError
   */
  seal(): Promise<{ readonly sealed: number; readonly isMore: boolean }> {
    return this.connections.use(async (client) => {
      const reading = new StatementBatch(client);
      reading.add('begin');
      const lock = reading.add<{ is_mine: boolean }>({ ...LOCK_CHAIN, values: [] });
      // later statements see what was committed before the lock was had
      const end = reading.add<ChainEndRow>({ ...READ_CHAIN_END, values: [] });
      const due = reading.add<UnsealedRow>({ ...READ_UNSEALED, values: [SEALED_MAX] });
      await reading.execute();
      const isMine = lock().rows[0]?.is_mine === true;
      const rows = isMine ? due().rows : [];
      const writing = new StatementBatch(client);
      if (rows.length > 0) {
        const values = sealsOf(rows, end().rows[0] ?? { seq: '0', hash: FIRST_HASH });
        writing.add({ ...WRITE_SEALS, values });
      }
      writing.add('commit');
      await writing.execute({ endsWithCommit: true });
      return { sealed: rows.length, isMore: rows.length === SEALED_MAX };
    });
  }
}

function sealsOf(rows: readonly UnsealedRow[], end: ChainEndRow): unknown[] {
  let last: Seal = { seq: BigInt(end.seq), hash: end.hash };
  const sealed = rows.map((row) => {
    last = sealAfter(last, row.digest);
    return { row, seal: last };
  });
  const told = sealed.filter(({ row }) => row.is_told);
  return [
    sealed.map(({ row }) => row.id),
    sealed.map(({ seal }) => String(seal.seq)),
    sealed.map(({ seal }) => seal.hash),
    told.map(({ row }) => messageIdOf(row)),
    told.map(({ row }) => row.id),
    told.map(({ row, seal }) => JSON.stringify(noticeOf(row, seal))),
  ];
}

/** As `sealHash` has it in SQL. */
function sealAfter(before: Seal, digest: string): Seal {
  const seq = before.seq + 1n;
  const place = Buffer.alloc(8);
  place.writeBigInt64BE(seq);
  const hash = createHash('sha256')
    .update(Buffer.from(before.hash, 'hex'))
    .update(place)
    .update(Buffer.from(digest, 'hex'))
    .digest('hex');
  return { seq, hash };
}

/** As of a saga's messages, it begins with the id of what it is about. */
function messageIdOf({ id }: UnsealedRow): string {
  return `${id}/recorded`;
}

function noticeOf(row: UnsealedRow, seal: Seal): EventNotice {
  return {
    type: 'published',
    messageId: messageIdOf(row),
    sagaId: row.id,
    event: AUDIT_EVENT,
    data: dataOf(row, seal),
  };
}

/** Without the request, and what else may hold payloads: REST has them, for those who may see. */
function dataOf(row: UnsealedRow, { seq, hash }: Seal): JsonObject {
  return {
    id: row.id,
    seq: Number(seq),
    hash,
    at: row.at,
    actor: row.actor,
    via: row.via,
    credential: row.credential,
    action: row.action,
    subject: subjectOf(row),
    reason: row.reason,
    outcome: row.outcome,
    refusal: row.refusal,
    times: row.times,
    previewHash: row.preview_hash,
    operationId: row.operation_id,
    before: sideOf(row.status_before, row.version_before),
    after: sideOf(row.status_after, row.version_after),
  };
}

function subjectOf(row: UnsealedRow): JsonObject {
  if (row.saga_id !== null) return { kind: 'saga', id: row.saga_id };
  if (row.definition_name !== null) return { kind: 'definition', id: row.definition_name };
  return { kind: row.subject_kind, id: row.subject_id };
}

function sideOf(status: string | null, version: number | null): JsonObject | null {
  return status === null || version === null ? null : { status, version };
}
