import type { SagaState } from '#saga-core';
import { readRows, type Reader } from './read-rows.js';

export interface StatusCount {
  readonly definition: string;
  readonly status: string;
  readonly count: number;
  /** Created in the last 5 minutes, and in the last hour. */
  readonly startedLast5Min: number;
  readonly startedLastHour: number;
  /** Came to this status (or changed in it, for a status that is not final) in that time. */
  readonly reachedLast5Min: number;
  readonly reachedLastHour: number;
}

export interface Backlog {
  /** Commands that are committed and not yet known to be with the broker. */
  readonly outbox: number;
  readonly oldestOutboxAgeMs: number | null;
  /** Sagas whose timer is due and has not fired, and by how much the oldest is late. */
  readonly timersDue: number;
  readonly oldestTimerLagMs: number | null;
  readonly deadMessages: number;
  readonly stuckSagas: number;
}

export interface OldestOpenSaga {
  readonly id: string;
  readonly status: string;
  readonly definition: string;
  readonly createdAt: Date;
}

/** Figures for operators. Counting all sagas reads the whole table: callers keep the result. */
export class OverviewQueries {
  constructor(private readonly reader: Reader) {}

  async countByStatus(): Promise<readonly StatusCount[]> {
    return readRows<StatusCount>(
      this.reader,
      `select definition_name as definition, status, count(*)::int as count,
              count(*) filter (where created_at > t - interval '5 min')::int as "startedLast5Min",
              count(*) filter (where created_at > t - interval '1 hour')::int as "startedLastHour",
              count(*) filter (
                where coalesce(ended_at, updated_at) > t - interval '5 min')::int
                as "reachedLast5Min",
              count(*) filter (
                where coalesce(ended_at, updated_at) > t - interval '1 hour')::int
                as "reachedLastHour"
         from saga, (select clock_timestamp() as t) as clock
        group by definition_name, status order by definition_name, status`,
    );
  }

  async oldestOpenSaga(): Promise<OldestOpenSaga | null> {
    const [row] = await readRows<OldestOpenSaga>(
      this.reader,
      `select id, status, definition_name as definition, created_at as "createdAt" from (
         (select * from saga where status = 'running' order by id limit 1) union all
         (select * from saga where status = 'compensating' order by id limit 1) union all
         (select * from saga where status = 'stuck' order by id limit 1)) as oldest
       order by id limit 1`,
    );
    return row ?? null;
  }

  /** Cheap enough for every scrape: each part reads an index or a small table. */
  async backlog(): Promise<Backlog> {
    const [row] = await readRows<Backlog>(
      this.reader,
      `select (select count(*)::int from outbox) as outbox,
              (select (extract(epoch from clock_timestamp() - min(created_at)) * 1000)::float
                 from outbox) as "oldestOutboxAgeMs",
              (select count(*)::int from saga where wake_at <= clock_timestamp()) as "timersDue",
              (select (extract(epoch from clock_timestamp() - min(wake_at)) * 1000)::float
                 from saga where wake_at <= clock_timestamp()) as "oldestTimerLagMs",
              (select count(*)::int from dead_message where resolved_at is null) as "deadMessages",
              (select count(*)::int from saga where status = 'stuck') as "stuckSagas"`,
    );
    if (row === undefined) throw new Error('a select without from gives one row');
    return row;
  }

  /** Open sagas of one status in order of id, after `afterId`: the oldest first. */
  async openStates(page: {
    readonly status: 'running' | 'compensating' | 'stuck';
    readonly afterId: string | null;
    readonly limit: number;
  }): Promise<readonly SagaState[]> {
    const rows = await readRows<{ readonly state: string }>(
      this.reader,
      `select state from saga where status = $1 and ($2::uuid is null or id > $2)
        order by id limit $3`,
      [page.status, page.afterId, page.limit],
    );
    return rows.map(({ state }) => JSON.parse(state) as SagaState);
  }
}
