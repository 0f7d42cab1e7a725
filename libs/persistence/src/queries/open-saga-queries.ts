import type { DataSource } from 'typeorm';
import type { SagaState } from '#saga-core';
import { readRows } from './read-rows.js';

export interface OtherVersionsPage {
  readonly definition: string;
  /** Sagas that have this version are left out. */
  readonly version: number;
  /** Only sagas of these versions; null: of all others. */
  readonly from: readonly number[] | null;
  /** The last id of the page before; null: the oldest sagas. */
  readonly afterId: string | null;
  readonly limit: number;
}

/** Reads sagas that have not ended; nothing here locks or writes. */
export class OpenSagaQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Open sagas that run by other versions of a definition, oldest first. */
  async ofOtherVersions(page: OtherVersionsPage): Promise<readonly SagaState[]> {
    const { definition, version, from, afterId, limit } = page;
    // the statuses are written out: that is what the index of open sagas is for
    const rows = await readRows<{ readonly state: string }>(
      this.dataSource,
      `select state from saga
        where status in ('running', 'compensating', 'stuck')
          and definition_name = $1 and definition_version <> $2
          and ($3::int[] is null or definition_version = any($3::int[]))
          and ($4::uuid is null or id > $4::uuid)
        order by id limit $5`,
      [definition, version, from, afterId, limit],
    );
    return rows.map(({ state }) => JSON.parse(state) as SagaState);
  }
}
