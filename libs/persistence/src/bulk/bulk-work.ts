import type { Pool } from 'pg';
import {
  CLAIM_BULK,
  END_BULK,
  HOLD_BULK,
  NEXT_OF_BULK,
  NEXT_STAGE,
  NOTE_OUTCOMES,
  WRITE_BULK_RESULTS,
  type ClaimedBulkRow,
  type HeldBulkRow,
} from '../sql/bulk/run-bulk.js';
import type { BulkAction } from './bulk-store.js';
import { StoreConnections } from '../store/store-connections.js';

/** A bulk that this process carries out, as long as nobody else has taken it. */
export interface ClaimedBulk {
  readonly id: string;
  readonly fence: number;
  readonly actor: string;
  readonly reason: string;
  readonly credential: string | null;
  /** The second person; null: nobody had to confirm it. */
  readonly confirmedBy: string | null;
  readonly action: BulkAction;
  readonly canary: number;
  /** Sagas a second; null: in steps. */
  readonly rate: number | null;
  readonly failureShareMax: number;
  readonly outcomeWithinMs: number;
}

interface Counts {
  readonly waiting: number;
  readonly awaited: number;
  readonly failed: number;
  readonly settled: number;
}

/** How far a bulk is. */
export interface HeldBulk {
  readonly total: number;
  readonly stage: number;
  readonly stageEnd: number;
  readonly ofStage: Counts;
  readonly ofAll: Counts;
}

/** What was done with one of its sagas. */
export interface BulkResult {
  readonly place: number;
  readonly state: 'done' | 'refused';
  /** Why it was refused; null: it was done. */
  readonly code: string | null;
  readonly detail: string | null;
  /** What is to come of it is there at once. null: it is awaited, or it was refused. */
  readonly outcome: 'good' | null;
}

const LEASE_MS = 10_000;

/** The work of bulks, on the connections of `createStorePool`. @throws StoreUnavailableError */
export class BulkWork {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /** One that nobody carries out; null: there is none. */
  async claim(): Promise<ClaimedBulk | null> {
    const { rows } = await this.connections.run<ClaimedBulkRow>({
      ...CLAIM_BULK,
      values: [LEASE_MS],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const { failure_share_max, outcome_within_ms, confirmed_by, action, ...same } = row;
    return {
      ...same,
      confirmedBy: confirmed_by,
      action: JSON.parse(action) as BulkAction,
      failureShareMax: failure_share_max,
      outcomeWithinMs: outcome_within_ms,
    };
  }

  /** Keeps it. null: it is paused, over, or somebody else's. */
  async hold({ id, fence }: ClaimedBulk): Promise<HeldBulk | null> {
    const values = [id, fence, LEASE_MS];
    const { rows } = await this.connections.run<HeldBulkRow>({ ...HOLD_BULK, values });
    const [row] = rows;
    if (row === undefined) return null;
    const { total, stage, stage_end: stageEnd, waiting, awaited, failed, settled } = row;
    return {
      total,
      stage,
      stageEnd,
      ofStage: {
        waiting: row.stage_waiting,
        awaited: row.stage_awaited,
        failed: row.stage_failed,
        settled: row.stage_settled,
      },
      ofAll: { waiting, awaited, failed, settled },
    };
  }

  /** Lets another process have it at once. */
  async release({ id, fence }: ClaimedBulk): Promise<void> {
    await this.connections.run({ ...HOLD_BULK, values: [id, fence, 0] });
  }

  /** The next sagas in order, up to a place. */
  async next(
    { id }: ClaimedBulk,
    upTo: { readonly place: number; readonly limit: number },
  ): Promise<readonly { readonly place: number; readonly sagaId: string }[]> {
    const values = [id, upTo.place, upTo.limit];
    const { rows } = await this.connections.run<{ place: number; saga_id: string }>({
      ...NEXT_OF_BULK,
      values,
    });
    return rows.map(({ place, saga_id: sagaId }) => ({ place, sagaId }));
  }

  async write(bulk: ClaimedBulk, results: readonly BulkResult[]): Promise<void> {
    if (results.length === 0) return;
    const { id, actor, credential, action, reason } = bulk;
    const by = [actor, credential, action.name, reason, JSON.stringify(action)];
    const values = [id, JSON.stringify(results), ...by];
    await this.connections.run({ ...WRITE_BULK_RESULTS, values });
  }

  /** Looks which sagas have come to rest, or have not in time. */
  async noteOutcomes(bulk: ClaimedBulk): Promise<void> {
    const { id, action, outcomeWithinMs } = bulk;
    const meant = action.name === 'abandon' ? ['abandoned'] : ['completed', 'compensated'];
    await this.connections.run({ ...NOTE_OUTCOMES, values: [id, meant, outcomeWithinMs] });
  }

  async nextStage(
    { id, fence }: ClaimedBulk,
    next: { readonly after: number; readonly stageEnd: number },
  ): Promise<void> {
    await this.connections.run({ ...NEXT_STAGE, values: [id, fence, next.after, next.stageEnd] });
  }

  /** `why` null: it is done. */
  async end(
    { id, fence }: ClaimedBulk,
    held: HeldBulk,
    why: { readonly code: string; readonly detail: string } | null,
  ): Promise<void> {
    const status = why === null ? 'done' : 'stopped';
    const after = JSON.stringify({ status, ...(why ?? {}), sagas: held.total, ...held.ofAll });
    const values = [id, fence, status, why?.code ?? null, why?.detail ?? null, after];
    await this.connections.run({ ...END_BULK, values });
  }
}
