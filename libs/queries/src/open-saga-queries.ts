import type { SagaState } from '#engine';
import { IS_OPEN } from '#persistence';
import { readRows, type Reader, readSizedPage, type Page } from '#database';
import { STEPS_UNDER_WAY, type OpenStepCount, type OpenVersionCount } from './steps-under-way.js';

export interface OtherVersionsPage {
  readonly definition: string;
  /** Sagas of this version are left out. */
  readonly version: number;
  /** Only sagas of these versions; null: of every other version. */
  readonly from: readonly number[] | null;
  /** The last id of the previous page; null: start with the oldest sagas. */
  readonly afterId: string | null;
  readonly limit: number;
}

/** Reads sagas that have not ended; nothing here locks or writes. */
export class OpenSagaQueries {
  constructor(
    reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
  ) {}

  /** How many sagas are open, by definition. Reads all of them. */
  async countOpen(): Promise<ReadonlyMap<string, number>> {
    const rows = await readRows<{ readonly name: string; readonly count: number }>(
      this.lists,
      `select definition_name as name, count(*)::int as count from saga
        where ${IS_OPEN} group by definition_name`,
      [],
    );
    return new Map(rows.map(({ name, count }) => [name, count]));
  }

  /**
   * A saga counts once for each of its steps that are under way or stuck; 20 of them at most. Reads
   * all open sagas of the version, so callers keep the answer.
   */
  async countSteps(definition: string, version: number): Promise<readonly OpenStepCount[]> {
    return readRows<OpenStepCount>(
      this.lists,
      `select step, direction, is_stuck as "isStuck", count(*)::int as count
         from saga cross join lateral (${STEPS_UNDER_WAY}) as active
        where ${IS_OPEN} and definition_name = $1 and definition_version = $2
        group by 1, 2, 3 order by 1, 2, 3`,
      [definition, version],
    );
  }

  /** Versions without open sagas are left out. Reads all that are open. */
  async countVersions(definition: string): Promise<readonly OpenVersionCount[]> {
    return readRows<OpenVersionCount>(
      this.lists,
      `select definition_version as version, status, count(*)::int as count
         from saga where ${IS_OPEN} and definition_name = $1
        group by 1, 2 order by 1, 2`,
      [definition],
    );
  }

  /** Open sagas of other versions of a definition, oldest first. */
  async ofOtherVersions(page: OtherVersionsPage): Promise<Page<SagaState>> {
    const { definition, version, from, afterId, limit } = page;
    const { rows, hasMore } = await readSizedPage<{ readonly state: string }>(this.lists, {
      sql: `select id, state from saga
             where ${IS_OPEN}
               and definition_name = $1 and definition_version <> $2
               and ($3::int[] is null or definition_version = any($3::int[]))
               and ($4::uuid is null or id > $4::uuid)
             order by id limit $5`,
      parameters: [definition, version, from, afterId, limit + 1],
      limit,
      order: 'id',
      bytes: 'octet_length(state)',
    });
    return { rows: rows.map(({ state }) => JSON.parse(state) as SagaState), hasMore };
  }
}
