import { FILTER_STATUSES, isEndedStatus, type SagaFilter, type SagaStatusName } from '#filters';
import type { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';
import { outsideFor, type LookOutside } from '../filtering/parameters.js';
import { foundStatement, type FoundRow } from './found-statement.js';
import { isTallied, IS_TALLY_CLOSE, talliedStatement, type TalliedRow } from './tallied.js';

export interface SagaCounts {
  readonly count: number;
  /** Else there are at least as many. */
  readonly isExact: boolean;
  readonly byStatus: Readonly<Record<SagaStatusName, number>>;
}

/** `seen` null: of all definitions. `without`: by `key` or `q`, sagas of these do not count. */
export interface CountedAmong {
  readonly seen: accessStores.Seen;
  readonly without: readonly string[];
}

const ALL: CountedAmong = { seen: null, without: [] };

/** Ended sagas that are found one by one for a count; what people read beyond is "many". */
const FOUND_MAX = 100_000;

const ENDED = FILTER_STATUSES.filter(isEndedStatus);
const OPEN = FILTER_STATUSES.filter((status) => !isEndedStatus(status));

/** Counts the sagas that filters let through. */
export class SagaCountQueries {
  constructor(
    private readonly lists: Reader,
    /** Left out: nothing is known but what the database has. */
    private readonly look?: LookOutside,
  ) {}

  /**
   * Open sagas are always counted exactly. So are ended ones when the filter asks for nothing but
   * status, definition and version, or lets fewer than 100,000 of them through.
   */
  async count(filter: SagaFilter, among: CountedAmong = ALL): Promise<SagaCounts> {
    const [open, ended] = await Promise.all([
      this.find(filter, { among: OPEN, max: null, ...among }),
      isTallied(filter) ? this.tallied(filter, among.seen) : this.findEnded(filter, among),
    ]);
    const byStatus = Object.fromEntries(FILTER_STATUSES.map((status) => [status, 0])) as Record<
      SagaStatusName,
      number
    >;
    for (const { status, count } of [...open, ...ended.rows]) byStatus[status] += count;
    const count = Object.values(byStatus).reduce((sum, each) => sum + each, 0);
    return { count, isExact: ended.isExact, byStatus };
  }

  /** How many have ended, by definition and status. */
  async ended(): Promise<{ readonly rows: readonly TalliedRow[]; readonly isExact: boolean }> {
    return this.tallied({}, null);
  }

  private async tallied(filter: SagaFilter, seen: accessStores.Seen) {
    const { sql, parameters } = talliedStatement(filter, seen);
    const [rows, [close]] = await Promise.all([
      readRows<TalliedRow>(this.lists, sql, parameters),
      readRows<{ readonly is_close: boolean }>(this.lists, IS_TALLY_CLOSE),
    ]);
    return { rows, isExact: close?.is_close === true };
  }

  private async findEnded(filter: SagaFilter, among: CountedAmong) {
    const rows = await this.find(filter, { among: ENDED, max: FOUND_MAX, ...among });
    const found = rows.reduce((sum, { count }) => sum + count, 0);
    return { rows, isExact: found < FOUND_MAX };
  }

  private async find(
    filter: SagaFilter,
    options: Parameters<typeof foundStatement>[1],
  ): Promise<readonly FoundRow[]> {
    const outside = await outsideFor(filter, this.look);
    const statement = foundStatement(filter, { ...options, outside });
    if (statement === null) return [];
    return readRows<FoundRow>(this.lists, statement.sql, statement.parameters);
  }
}
