import type { PoolClient } from 'pg';
import { afterCommit } from '#database';
import { StoreContentionError, type BatchResult, type SagaStart } from '#ports';
import { FIND_STARTS, type FoundStartRow } from '../sql/find-starts.js';
import { StatementBatch } from './statement-batch.js';

/**
 * Starts that wrote nothing, and what they met. Looked for after the commit: whatever goes wrong
 * here, the others are there. @throws see `afterCommit`
 */
export async function findDuplicates(
  client: PoolClient,
  starts: readonly SagaStart[],
  startedIds: ReadonlySet<string>,
): Promise<BatchResult['duplicates']> {
  const lost = starts.filter(({ state }) => !startedIds.has(state.id));
  if (lost.length === 0) return new Map();
  try {
    return await find(client, lost);
  } catch (error) {
    throw afterCommit(error);
  }
}

async function find(
  client: PoolClient,
  lost: readonly SagaStart[],
): Promise<BatchResult['duplicates']> {
  const duplicates = new Map<string, { sagaId: string; fingerprint: string | null }>();
  const statements = new StatementBatch(client);
  const ids = lost.map(({ state }) => state.id);
  const keys = lost.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key !== null);
  const found = statements.add<FoundStartRow>({ ...FIND_STARTS, values: [ids, keys] });
  await statements.execute();
  const { rows } = found();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byKey = new Map(rows.map((row) => [row.idempotency_key, row]));
  for (const { state, idempotencyKey } of lost) {
    const row = byId.get(state.id) ?? (idempotencyKey === null ? null : byKey.get(idempotencyKey));
    if (!row) throw new StoreContentionError('a saga was deleted while it was started again');
    duplicates.set(state.id, { sagaId: row.id, fingerprint: row.fingerprint });
  }
  return duplicates;
}
