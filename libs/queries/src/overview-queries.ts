import { accessStores, IS_OPEN, OPEN_STATUSES } from '#persistence';
import { readRows, type Reader } from '#database';
import { IS_TALLY_CLOSE, talliedStatement } from './counting/tallied.js';
import { CLOCK_SLACK_MS, firstIdAt } from './filtering/id-time.js';

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
  /** Those that operators paused themselves, not by a pause of more than one saga. */
  readonly pausedSagas: number;
  /** Pauses of more than one saga that go on. */
  readonly pauses: number;
  /** Those of them that the conductor made by itself. */
  readonly automaticPauses: number;
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
  /** Its release; null: an earlier one, which does not say. */
  readonly version: string | null;
  /** The reply queues that it reads, in order of their numbers. */
  readonly replyQueues: readonly {
    readonly number: number;
    readonly isHome: boolean;
    readonly fence: number;
  }[];
}

/** Counts for operators. Counting reads all open sagas, so callers cache the result. */
export class OverviewQueries {
  constructor(private readonly reader: Reader) {}

  /** Counts all sagas: most of the ended ones are in the tally. */
  async countByStatus(): Promise<readonly StatusCount[]> {
    const { sql, parameters } = talliedStatement({});
    return readRows<StatusCount>(
      this.reader,
      `select definition, status, sum(count)::float8 as count,
              sum("reachedLast5Min")::int as "reachedLast5Min",
              sum("reachedLastHour")::int as "reachedLastHour"
         from (
           select definition, status, count, 0 as "reachedLast5Min", 0 as "reachedLastHour"
             from (${sql}) as tallied
           union all
           select definition_name, status, 0, count(*) filter (where ended_at > ${AGO_5_MIN}),
                  count(*)
             from saga where ended_at is not null and ended_at > ${AGO_HOUR} group by 1, 2
           union all
           select definition_name, status, count(*),
                  count(*) filter (where updated_at > ${AGO_5_MIN}),
                  count(*) filter (where updated_at > ${AGO_HOUR})
             from saga where ${IS_OPEN} group by 1, 2) as counted
        group by 1, 2 order by 1, 2`,
      parameters,
    );
  }

  /** How many sagas of each definition are stuck now; those of which none is are left out. */
  async countStuck(): Promise<readonly Pick<StatusCount, 'definition' | 'count'>[]> {
    return readRows(
      this.reader,
      `select definition_name as definition, count(*)::int as count
         from saga where status = 'stuck' group by 1`,
    );
  }

  /** Whether `countByStatus` counts all; else there are at least as many. */
  async isCountExact(): Promise<boolean> {
    const [row] = await readRows<{ readonly is_close: boolean }>(this.reader, IS_TALLY_CLOSE);
    return row?.is_close === true;
  }

  /** How many sagas of each definition started in the last 5 minutes, and in the last hour. */
  async countStarted(): Promise<readonly StartedCount[]> {
    return readRows<StartedCount>(
      this.reader,
      `select definition_name as definition,
              count(*) filter (where created_at > t - interval '5 min')::int as "last5Min",
              count(*) filter (where created_at > t - interval '1 hour')::int as "lastHour"
         from saga, (select clock_timestamp() as t) as clock where id >= $1::uuid
        group by 1`,
      [firstIdAt(Date.now() - HOUR_MS - CLOCK_SLACK_MS)],
    );
  }

  /** `seen` null: of all definitions. */
  async oldestOpenSaga(seen: accessStores.Seen = null): Promise<OldestOpenSaga | null> {
    const ofSeen = seen === null ? '' : 'and definition_name = any($1::text[])';
    const [row] = await readRows<OldestOpenSaga>(
      this.reader,
      `select id, status, definition_name as definition, created_at as "createdAt" from (
         ${OPEN_STATUSES.map(
           (each) => `(select * from saga where status = '${each}' ${ofSeen} order by id limit 1)`,
         ).join(' union all ')}) as oldest
       order by id limit 1`,
      seen === null ? [] : [seen],
    );
    return row ?? null;
  }

  /** The oldest name first. At most as many as there are replicas, and 64 reply queues. */
  async replicas(): Promise<readonly KnownReplica[]> {
    return readRows<KnownReplica>(
      this.reader,
      `select id, seen_at as "seenAt", has_left as "hasLeft", broker_lost_at as "brokerLostAt",
              version,
              (select coalesce(json_agg(json_build_object(
                        'number', number, 'isHome', is_home, 'fence', fence) order by number), '[]')
                 from reply_queue where reply_queue.replica = replica.id) as "replyQueues"
         from replica order by id limit 1000`,
    );
  }

  /**
   * Cheap enough for every scrape: each part reads an index or a small table. `seen` null: of all
   * definitions; the outbox is that of all in any case.
   */
  async backlog(seen: accessStores.Seen = null): Promise<Backlog> {
    const and = (condition: string): string => (seen === null ? '' : `and ${condition}`);
    const ofSeen = and(`definition_name = any(${SEEN})`);
    const [row] = await readRows<Backlog>(
      this.reader,
      `select (select count(*)::int from outbox)
                + (select coalesce(sum(cardinality(message_ids)), 0)::int from outbox_batch)
                as outbox,
              (select (extract(epoch from clock_timestamp() - min(oldest)) * 1000)::float
                 from (select min(created_at) as oldest from outbox union all
                       select min(created_at) from outbox_batch) as outboxes)
                as "oldestOutboxAgeMs",
              (select count(*)::int from saga where wake_at <= clock_timestamp() ${ofSeen})
                as "timersDue",
              (select (extract(epoch from clock_timestamp() - min(wake_at)) * 1000)::float
                 from saga where wake_at <= clock_timestamp() ${ofSeen}) as "oldestTimerLagMs",
              (select count(*)::int from dead_message where resolved_at is null
                ${and(accessStores.sagaIsSeen('dead_message.saga_id', SEEN))}) as "deadMessages",
              (select count(*)::int from saga where status = 'stuck' ${ofSeen}) as "stuckSagas",
              (select count(*)::int from saga_pause where true
                ${and(accessStores.sagaIsSeen('saga_pause.saga_id', SEEN))}) as "pausedSagas",
              (select count(*)::int from pause
                where ended_at is null and (until is null or until > clock_timestamp())
                  ${and(accessStores.pauseIsSeen('pause.scope', SEEN))})
                as "pauses",
              (select count(*)::int from pause where ended_at is null and is_automatic)
                as "automaticPauses",
              kept.*
         from (select count(*)::int as "keptEvents",
                      coalesce(sum(bytes), 0)::float as "keptEventBytes"
                 from kept_event where true ${and(`definition = any(${SEEN})`)}) as kept`,
      seen === null ? [] : [seen],
    );
    if (row === undefined) throw new Error('a select without from gives one row');
    return row;
  }
}

const SEEN = '$1::text[]';
const AGO_5_MIN = `now() - interval '5 min'`;
const AGO_HOUR = `now() - interval '1 hour'`;
const HOUR_MS = 3_600_000;

export interface StartedCount {
  readonly definition: string;
  readonly last5Min: number;
  readonly lastHour: number;
}
