import type { Pool } from 'pg';
import { OPEN_SAGA_IDS } from '../sql/open-saga-ids.js';
import {
  COMPARE_FAILURES,
  END_FAILURES_OF_ENDED,
  LOCK_AND_COMPARE_FAILURES,
  TAKE_TURN,
  type ComparedRow,
} from '../sql/failures/compare-failures.js';
import {
  COUNT_ENDED_FAILURES,
  FORGET_FAILURES,
  type CountedRow,
} from '../sql/failures/keep-failures.js';
import { WRITE_FAILURES } from '../sql/failures/write-failures.js';
import type { StoredSummary } from '../store/saga-summary.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';
import { troublesOfSummary } from '../store/saga-troubles.js';

/** Rows of one statement. */
const ROWS_MAX = 5_000;
/** A group that no saga came to for so long is forgotten, and with it what people made of it. */
const GROUP_DAYS = 90;
/** Messages that differ in words may make any number of groups: the longest unseen go first. */
const GROUPS_MAX = 10_000;
/** Surplus groups that one statement deletes. */
const SURPLUS_MAX = 500;
/** Open sagas of one page of the walk. */
const PAGE = 500;

/** Keeps the rows of troubles to those that sagas have, and what is counted of the others. */
export class FailureRecords {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  /**
   * Counts one portion of what is over, unless a replica did so within `turnMs`. `null`: one did.
   * @throws StoreUnavailableError, StoreContentionError
   */
  async countEnded(turnMs: number): Promise<{ readonly isMore: boolean } | null> {
    const counting = { ...COUNT_ENDED_FAILURES, values: [ROWS_MAX, turnMs] };
    const [row] = (await this.connections.run<CountedRow>(counting)).rows;
    return row?.has_turn === true ? { isMore: row.counted >= ROWS_MAX } : null;
  }

  /** Deletes one portion of what is too old, or too much. @throws as `countEnded` */
  async forget(): Promise<void> {
    const values = [GROUP_DAYS, GROUPS_MAX, SURPLUS_MAX];
    await this.connections.run({ ...FORGET_FAILURES, values });
  }

  /** Whether it is this replica's turn to do `work`, which nobody else does for `turnMs` then. */
  async takeTurn(work: string, turnMs: number): Promise<boolean> {
    const { rowCount } = await this.connections.run({ ...TAKE_TURN, values: [work, turnMs] });
    return rowCount === 1;
  }

  /**
   * Compares a page of open sagas with their rows, and mends these: a replica of an earlier release
   * writes none. Gives the id after which the next page begins; null: this was the last one.
   */
  async walk(afterId: string | null): Promise<{ readonly lastId: string | null; mended: number }> {
    const page = await this.connections.run<{ id: string }>({
      ...OPEN_SAGA_IDS,
      values: [afterId, PAGE],
    });
    const ids = page.rows.map(({ id }) => id);
    const compared = { ...COMPARE_FAILURES, values: [ids] };
    const { rows } = await this.connections.run<ComparedRow>(compared);
    const wrong = rows.filter(differs).map(({ id }) => id);
    if (wrong.length > 0) await this.mend(wrong);
    return { lastId: ids.length < PAGE ? null : (ids.at(-1) ?? null), mended: wrong.length };
  }

  /** Ends one portion of the troubles of sagas that have ended or are gone. */
  async endLost(): Promise<number> {
    const ending = { ...END_FAILURES_OF_ENDED, values: [ROWS_MAX] };
    return (await this.connections.run(ending)).rowCount ?? 0;
  }

  private mend(ids: readonly string[]): Promise<void> {
    return this.connections.use(async (client) => {
      const reading = new StatementBatch(client);
      reading.add('begin');
      const compared = reading.add<ComparedRow>({ ...LOCK_AND_COMPARE_FAILURES, values: [ids] });
      await reading.execute();
      const troubles = compared().rows.flatMap(troublesOfRow);
      const writing = new StatementBatch(client);
      writing.add({ ...WRITE_FAILURES, values: [JSON.stringify(troubles), ids] });
      writing.add('commit');
      await writing.execute({ endsWithCommit: true });
    });
  }
}

function troublesOfRow({ id, definition: name, version, at, summary }: ComparedRow) {
  if (summary === null) return [];
  const saga = { id, definition: { name, version }, at };
  return troublesOfSummary(saga, JSON.parse(summary) as StoredSummary);
}

function differs(row: ComparedRow): boolean {
  const expected = troublesOfRow(row).map(({ fingerprint }) => fingerprint);
  return expected.toSorted().join() !== row.known.toSorted().join();
}
