import type { Pool } from 'pg';
import { readRows, type Reader } from '#database';
import {
  COUNT_DUE_SAGAS,
  DELETE_SAGAS,
  FIND_DUE_SAGAS,
  FORGET_DELETED,
  LOCK_RETENTION,
  type PositionRow,
} from '../sql/retention/ended-families.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';
import type { KeptDays, RetentionRule } from './retention-rules.js';

/** Ended sagas that one statement looks at. */
const LOOKED_MAX = 2_000;
/** Sagas of one transaction: well under a second, and one commit. */
const SAGAS_MAX = 1_000;
/** Entries of histories that go with them. */
const ENTRIES_MAX = 20_000;

export type RuleDays = KeptDays & Pick<RetentionRule, 'definition'>;

/** How far a look through ended sagas, the oldest first, has come. */
export interface RetentionPosition {
  readonly endedAt: string;
  readonly id: string;
}

export const FROM_THE_OLDEST: RetentionPosition = {
  endedAt: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};

export interface DeletedPortion {
  readonly sagas: number;
  /** null: everything was looked at. */
  readonly next: RetentionPosition | null;
}

export interface DueSagas {
  readonly sagas: number;
  /** Root sagas with all that descends from them. */
  readonly families: number;
  /** Families that are old enough, and have to stay all the same. */
  readonly keptFamilies: number;
  /** false: time was up, and there are at least as many. */
  readonly isExact: boolean;
}

export interface PortionLimits {
  readonly lookedMax?: number;
  readonly sagasMax?: number;
  readonly entriesMax?: number;
}

/** Deletes ended sagas that no rule keeps any longer, in portions. */
export class Retention {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly limits: PortionLimits = {},
  ) {
    this.connections = new StoreConnections(pool);
  }

  /**
   * Deletes one portion, in a transaction. null: another replica is at it.
   * @throws StoreUnavailableError; another error when a saga was exempted meanwhile: nothing was
   * deleted then
   */
  deletePortion(
    rules: readonly RuleDays[],
    from: RetentionPosition,
  ): Promise<DeletedPortion | null> {
    const { sagasMax = SAGAS_MAX, entriesMax = ENTRIES_MAX } = this.limits;
    return this.connections.use(async (client) => {
      const locking = new StatementBatch(client);
      locking.add('begin');
      const locked = locking.add<{ is_mine: boolean }>({ ...LOCK_RETENTION, values: [] });
      await locking.execute();
      if (locked().rows[0]?.is_mine !== true) {
        await client.query('rollback');
        return null;
      }
      const finding = new StatementBatch(client);
      const values = [...lookOf(rules, from, this.limits), sagasMax, entriesMax];
      const found = finding.add<FoundRow>({ ...FIND_DUE_SAGAS, values });
      await finding.execute();
      const [row] = found().rows;
      const deleting = new StatementBatch(client);
      const deleted = deleting.add<{ sagas: number }>({ ...DELETE_SAGAS, values: [row?.ids] });
      deleting.add('commit');
      await deleting.execute({ endsWithCommit: true });
      const sagas = deleted().rows[0]?.sagas ?? 0;
      return { sagas, next: row?.is_cut === true ? from : row ? after(row) : null };
    });
  }

  /** Forgets what was deleted more than 400 days ago. @throws StoreUnavailableError */
  async forget(): Promise<void> {
    await this.connections.run({ ...FORGET_DELETED, values: [] });
  }
}

/** What the rules would delete now, as far as that can be counted in about `budgetMs`. */
export async function countDueSagas(
  reader: Reader,
  rules: readonly RuleDays[],
  { budgetMs, limits = {} }: { readonly budgetMs: number; readonly limits?: PortionLimits },
): Promise<DueSagas> {
  const endAt = performance.now() + budgetMs;
  const due = { sagas: 0, families: 0, keptFamilies: 0 };
  let position: RetentionPosition | null = FROM_THE_OLDEST;
  while (position !== null && performance.now() < endAt) {
    const values = lookOf(rules, position, limits);
    const rows: readonly CountedRow[] = await readRows(reader, COUNT_DUE_SAGAS.text, values);
    const [row] = rows;
    if (row === undefined) break;
    due.sagas += row.sagas;
    due.families += row.families;
    due.keptFamilies += row.kept_families;
    position = after(row);
  }
  return { ...due, isExact: position === null };
}

function lookOf(
  rules: readonly RuleDays[],
  { endedAt, id }: RetentionPosition,
  { lookedMax = LOOKED_MAX }: PortionLimits,
): unknown[] {
  const named = rules.map(({ definition, completed, compensated, abandoned }) => {
    return { definition: definition ?? '', completed, compensated, abandoned };
  });
  return [endedAt, id, lookedMax, JSON.stringify(named)];
}

function after(row: PositionRow): RetentionPosition | null {
  const { last_ended_at: endedAt, last_id: id, is_all: isAll } = row;
  return isAll || endedAt === null || id === null ? null : { endedAt, id };
}

interface FoundRow extends PositionRow {
  readonly ids: readonly string[];
  readonly is_cut: boolean;
}

interface CountedRow extends PositionRow {
  readonly families: number;
  readonly sagas: number;
}
