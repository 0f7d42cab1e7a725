import type { Decision, describeInput, Direction, ReplyOutcome, SagaEvent } from '#engine';
import { readRows, type Reader, readSizedPage, type Page } from '#database';
import { firstIdAt } from './filtering/id-time.js';

/** An input as the history keeps it. */
export type RecordedInput = ReturnType<typeof describeInput>;
/** Why an input changed nothing. */
export type IgnoredReason = Extract<Decision, { readonly type: 'ignored' }>['reason'];

/** One transition of a saga: its input, and the events that followed. */
export interface RecordedTransition {
  /** The saga's version after it. */
  readonly version: number;
  readonly at: Date;
  readonly input: RecordedInput;
  readonly events: readonly SagaEvent[];
}

/** A reply that came too late, twice or for an older attempt: recorded, but without effect. */
export interface IgnoredReplyRecord {
  readonly step: string;
  readonly iteration: number;
  readonly direction: Direction;
  readonly attempt: number;
  readonly outcome: ReplyOutcome['type'];
  readonly reason: IgnoredReason;
  readonly times: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The position after which a list continues. */
  readonly position: string;
}

/** Which sagas, and how much of them. */
interface CompletedLately {
  readonly definition: string;
  readonly version: number;
  /** In ms since the epoch. */
  readonly since: number;
  readonly sagasMax: number;
  readonly eventsMax: number;
}

interface SagaTransition extends RecordedTransition {
  readonly sagaId: string;
}

interface HistoryPage<Position> {
  /** null: from the beginning. */
  readonly after: Position | null;
  readonly limit: number;
}

export class HistoryQueries {
  constructor(
    private readonly reader: Reader,
    private readonly lists: Reader = reader,
  ) {}

  /** In order of version, after the given one. */
  async transitions(
    sagaId: string,
    { after, limit }: HistoryPage<number>,
  ): Promise<Page<RecordedTransition>> {
    const page = await readSizedPage<TransitionRow>(this.lists, {
      sql: `select version, at, data from saga_event
             where saga_id = $1 and version > $2 order by version limit $3`,
      parameters: [sagaId, after ?? 0, limit + 1],
      limit,
      order: 'version',
      bytes: 'octet_length(data)',
    });
    return { ...page, rows: page.rows.map(toTransition) };
  }

  /**
   * What the newest sagas of a version did that completed, at most `sagasMax` that started since
   * then, saga by saga, the newest first: as many transitions of each as `eventsMax`, and 4 MiB in
   * all. The last saga may be cut short by that.
   */
  async completedLately(wanted: CompletedLately): Promise<readonly SagaTransition[]> {
    const { definition, version, since, sagasMax, eventsMax } = wanted;
    const { rows } = await readSizedPage<TransitionRow & { readonly id: string }>(this.lists, {
      sql: `select lately.id, event.version, event.at, event.data
              from (select id from saga
                     where definition_name = $1 and definition_version = $2
                       and status = 'completed' and ended_at is not null and id >= $3::uuid
                     order by id desc limit $4) as lately
              cross join lateral (
                select version, at, data from saga_event
                 where saga_id = lately.id order by version limit $5) as event`,
      parameters: [definition, version, firstIdAt(since), sagasMax, eventsMax],
      limit: sagasMax * eventsMax,
      order: 'id desc, version',
      bytes: 'octet_length(data)',
    });
    return rows.map(({ id, ...row }) => ({ sagaId: id, ...toTransition(row) }));
  }

  /** When the saga started; null: there is no such saga. */
  async startOf(sagaId: string): Promise<Date | null> {
    const [row] = await readRows<{ readonly at: Date }>(
      this.reader,
      `select created_at as at from saga where id = $1`,
      [sagaId],
    );
    return row?.at ?? null;
  }

  /** The last transitions up to this version, in order. */
  async transitionsUpTo(
    sagaId: string,
    { version, limit }: { readonly version: number; readonly limit: number },
  ): Promise<readonly RecordedTransition[]> {
    if (version === 0) return [];
    const { rows } = await readSizedPage<TransitionRow>(this.lists, {
      sql: `select version, at, data from saga_event
             where saga_id = $1 and version <= $2 order by version desc limit $3`,
      parameters: [sagaId, version, limit],
      limit,
      order: 'version desc',
      bytes: 'octet_length(data)',
    });
    return rows.map(toTransition).reverse();
  }

  /** In order of first arrival, after the given position. */
  async ignoredReplies(
    sagaId: string,
    { after, limit }: HistoryPage<string>,
  ): Promise<Page<IgnoredReplyRecord>> {
    return readSizedPage<IgnoredReplyRecord>(this.lists, {
      sql: `select * from (
              select step, iteration, direction, attempt, outcome, reason, times,
                     first_at as "firstAt", last_at as "lastAt", ${POSITION} as position
                from ignored_reply where saga_id = $1) as ignored
             where $2::text is null or position > $2 collate "C"
             order by position limit $3`,
      parameters: [sagaId, after, limit + 1],
      limit,
      order: 'position',
      bytes: 'octet_length(position)',
    });
  }
}

/** Its time, and what orders entries with the same time, by bytes. */
const POSITION = `(to_char(first_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') ||
  md5(concat_ws('/', step, iteration, direction, attempt, outcome, reason))) collate "C"`;

interface TransitionRow {
  readonly version: number;
  readonly at: Date;
  readonly data: string;
}

function toTransition({ version, at, data }: TransitionRow): RecordedTransition {
  return {
    version,
    at,
    ...(JSON.parse(data) as Pick<RecordedTransition, 'input' | 'events'>),
  };
}
