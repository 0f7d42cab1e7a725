import type { DataSource } from 'typeorm';
import type { JsonValue, SagaEvent } from '#saga-core';
import { readRows } from './read-rows.js';

/** One transition of a saga: what happened to it, and the facts that followed. */
export interface RecordedTransition {
  /** The saga's version after it. */
  readonly version: number;
  readonly at: Date;
  readonly input: JsonValue;
  readonly events: readonly SagaEvent[];
}

/** A reply that came too late, twice or for nothing: recorded, and it changed nothing. */
export interface IgnoredReplyRecord {
  readonly step: string;
  readonly iteration: number;
  readonly direction: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly reason: string;
  readonly times: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export class HistoryQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** In order of version, after `afterVersion`. */
  async transitions(
    sagaId: string,
    page: { readonly afterVersion: number; readonly limit: number },
  ): Promise<readonly RecordedTransition[]> {
    const rows = await readRows<TransitionRow>(
      this.dataSource,
      `select version, at, data from saga_event
        where saga_id = $1 and version > $2 order by version limit $3`,
      [sagaId, page.afterVersion, page.limit],
    );
    return rows.map(({ version, at, data }) => ({
      version,
      at,
      ...(JSON.parse(data) as Pick<RecordedTransition, 'input' | 'events'>),
    }));
  }

  /** Those that first came in `[from, to)`, in order of time; null: no bound. */
  async ignoredReplies(
    sagaId: string,
    span: { readonly from: Date | null; readonly to: Date | null },
  ): Promise<readonly IgnoredReplyRecord[]> {
    return readRows<IgnoredReplyRecord>(
      this.dataSource,
      `select step, iteration, direction, attempt, outcome, reason, times,
              first_at as "firstAt", last_at as "lastAt"
         from ignored_reply
        where saga_id = $1 and ($2::timestamptz is null or first_at >= $2)
          and ($3::timestamptz is null or first_at < $3)
        order by first_at limit 1000`,
      [sagaId, span.from, span.to],
    );
  }
}

interface TransitionRow {
  readonly version: number;
  readonly at: Date;
  readonly data: string;
}
