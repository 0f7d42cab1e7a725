import { IS_OPEN, OPEN_STATUSES, type StoredStep, type StoredSummary } from '#persistence';
import { readRows, type Reader } from '#database';

export interface StatusCount {
  readonly definition: string;
  readonly status: string;
  readonly count: number;
  /**
   * How many reached this status (or changed in it, for a status that is not final) in that time.
   */
  readonly reachedLast5Min: number;
  readonly reachedLastHour: number;
}

export interface Backlog {
  /** Messages that are committed and not confirmed, alone or in a batch. */
  readonly outbox: number;
  readonly oldestOutboxAgeMs: number | null;
  /** Sagas whose timer is due and has not fired, and how late the oldest is. */
  readonly timersDue: number;
  readonly oldestTimerLagMs: number | null;
  readonly deadMessages: number;
  readonly stuckSagas: number;
  /** Events of services, kept for sagas that wait or may wait for them; and their bytes. */
  readonly keptEvents: number;
  readonly keptEventBytes: number;
}

export interface OldestOpenSaga {
  readonly id: string;
  readonly status: string;
  readonly definition: string;
  readonly createdAt: Date;
}

/** A conductor process that has reported within the last half minute. */
export interface KnownReplica {
  readonly id: string;
  readonly seenAt: Date;
  readonly hasLeft: boolean;
  /** Since when it has been without the broker; null: it has the broker. */
  readonly brokerLostAt: Date | null;
  /** The reply queues that it reads, in order of their numbers. */
  readonly replyQueues: readonly {
    readonly number: number;
    readonly isHome: boolean;
    readonly fence: number;
  }[];
}

/** Counts for operators. Counting all sagas reads a whole index, so callers cache the result. */
export class OverviewQueries {
  constructor(private readonly reader: Reader) {}

  /** Counts all sagas. Ended ones are counted in an index; of the others there are fewer. */
  async countByStatus(): Promise<readonly StatusCount[]> {
    return readRows<StatusCount>(
      this.reader,
      `select definition_name as definition, status, count(*)::int as count,
              count(*) filter (where at > t - interval '5 min')::int as "reachedLast5Min",
              count(*) filter (where at > t - interval '1 hour')::int as "reachedLastHour"
         from (
           select definition_name, status, ended_at as at from saga where ended_at is not null
           union all
           select definition_name, status, updated_at from saga where ${IS_OPEN}
         ) as counted, (select clock_timestamp() as t) as clock
        group by definition_name, status order by definition_name, status`,
    );
  }

  /** How many sagas started in the last 5 minutes, and in the last hour. */
  async countStarted(): Promise<StartedCount> {
    const [row] = await readRows<StartedCount>(
      this.reader,
      `select count(*) filter (where created_at > t - interval '5 min')::int as "last5Min",
              count(*) filter (where created_at > t - interval '1 hour')::int as "lastHour"
         from saga, (select clock_timestamp() as t) as clock where id >= $1::uuid`,
      [firstIdAt(Date.now() - HOUR_MS - CLOCK_SLACK_MS)],
    );
    return row ?? { last5Min: 0, lastHour: 0 };
  }

  async oldestOpenSaga(): Promise<OldestOpenSaga | null> {
    const [row] = await readRows<OldestOpenSaga>(
      this.reader,
      `select id, status, definition_name as definition, created_at as "createdAt" from (
         ${OPEN_STATUSES.map(
           (each) => `(select * from saga where status = '${each}' order by id limit 1)`,
         ).join(' union all ')}) as oldest
       order by id limit 1`,
    );
    return row ?? null;
  }

  /** The oldest name first. At most as many as there are replicas, and 64 reply queues. */
  async replicas(): Promise<readonly KnownReplica[]> {
    return readRows<KnownReplica>(
      this.reader,
      `select id, seen_at as "seenAt", has_left as "hasLeft", broker_lost_at as "brokerLostAt",
              (select coalesce(json_agg(json_build_object(
                        'number', number, 'isHome', is_home, 'fence', fence) order by number), '[]')
                 from reply_queue where reply_queue.replica = replica.id) as "replyQueues"
         from replica order by id limit 1000`,
    );
  }

  /** Cheap enough for every scrape: each part reads an index or a small table. */
  async backlog(): Promise<Backlog> {
    const [row] = await readRows<Backlog>(
      this.reader,
      `select (select count(*)::int from outbox)
                + (select coalesce(sum(cardinality(message_ids)), 0)::int from outbox_batch)
                as outbox,
              (select (extract(epoch from clock_timestamp() - min(oldest)) * 1000)::float
                 from (select min(created_at) as oldest from outbox union all
                       select min(created_at) from outbox_batch) as outboxes)
                as "oldestOutboxAgeMs",
              (select count(*)::int from saga where wake_at <= clock_timestamp()) as "timersDue",
              (select (extract(epoch from clock_timestamp() - min(wake_at)) * 1000)::float
                 from saga where wake_at <= clock_timestamp()) as "oldestTimerLagMs",
              (select count(*)::int from dead_message where resolved_at is null) as "deadMessages",
              (select count(*)::int from saga where status = 'stuck') as "stuckSagas",
              kept.*
         from (select count(*)::int as "keptEvents",
                      coalesce(sum(bytes), 0)::float as "keptEventBytes"
                 from kept_event) as kept`,
    );
    if (row === undefined) throw new Error('a select without from gives one row');
    return row;
  }

  /** Open sagas of one status with some trouble, in order of id: the oldest first. */
  async troubled(page: {
    readonly status: (typeof OPEN_STATUSES)[number];
    readonly afterId: string | null;
    readonly limit: number;
  }): Promise<TroubledPage> {
    const rows = await readRows<TroubledRow>(
      this.reader,
      `select id, definition_name as definition, updated_at as "updatedAt",
              case when position('"trouble":"' in summary) > 0 then summary end as summary
         from saga where status = $1 and ($2::uuid is null or id > $2)
        order by id limit $3`,
      [page.status, page.afterId, page.limit],
    );
    const sagas = rows.flatMap(({ summary, ...row }) =>
      summary === null
        ? []
        : [{ ...row, steps: (JSON.parse(summary) as StoredSummary).activeSteps }],
    );
    return { sagas, lastId: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null) };
  }
}

const HOUR_MS = 3_600_000;
/** Replicas' clocks make the ids, and the database's clock makes the times. */
const CLOCK_SLACK_MS = 600_000;

/** Ids have version 7: they start with the time, as 48 bits of milliseconds. */
function firstIdAt(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

export interface StartedCount {
  readonly last5Min: number;
  readonly lastHour: number;
}

export interface TroubledSaga {
  readonly id: string;
  readonly definition: string;
  readonly updatedAt: Date;
  readonly steps: readonly StoredStep[];
}

export interface TroubledPage {
  readonly sagas: readonly TroubledSaga[];
  /** Where the next page starts; null: this is the last. */
  readonly lastId: string | null;
}

interface TroubledRow extends Omit<TroubledSaga, 'steps'> {
  readonly summary: string | null;
}
