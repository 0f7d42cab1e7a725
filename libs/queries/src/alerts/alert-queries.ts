import type { AlertState, Looked } from '#alerts';
import { accessStores } from '#persistence';
import { readRows, readSizedPage, type Page, type Reader } from '#database';
import type { TimePosition } from '../operator-queries.js';

/** A message on one route. */
export interface DeliveryRecord {
  readonly id: string;
  readonly route: string;
  readonly event: string;
  readonly key: string;
  readonly title: string;
  readonly createdAt: Date;
  readonly tries: number;
  /** null: it was sent, or given up. */
  readonly nextTryAt: Date | null;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
  readonly position: TimePosition;
}

interface AutomaticPause {
  /** The participant, or the definition and the step. */
  readonly of: string;
  readonly reason: string;
  readonly heldSagas: number;
}

const POSITION = `to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const SEEN = '$1::text[]';
/** By what its key begins with. That commands do not leave stops all; dead messages are counted. */
const IS_SEEN = `case split_part(key, ':', 1)
  when 'group' then ${accessStores.groupIsSeen('substr(alert.key, 7)', SEEN)}
  when 'oldest-open' then ${accessStores.sagaIsSeen('substr(alert.key, 13)::uuid', SEEN)}
  when 'participant' then ${accessStores.participantIsSeen('substr(alert.key, 13)', SEEN)}
  when 'outbox-stalled' then true
  else false end`;

/** Reads what people were told of, and how. */
export class AlertQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
  ) {}

  /** At most a thousand. `seen` null: all; else what concerns these definitions. */
  async states(seen: accessStores.Seen = null): Promise<readonly AlertState[]> {
    const rows = await readRows<{ readonly state: string }>(
      this.lists,
      `select state from alert where $1::text[] is null or ${IS_SEEN} order by key limit 1000`,
      [seen],
    );
    return rows.map(({ state }) => JSON.parse(state) as AlertState);
  }

  /** Newest first. */
  async deliveries(page: {
    readonly limit: number;
    readonly before: TimePosition | null;
  }): Promise<Page<DeliveryRecord>> {
    const { rows, hasMore } = await readSizedPage<DeliveryRow>(this.lists, {
      sql: `select id, route, event, key, title, created_at as "createdAt", tries,
              next_try_at as "nextTryAt", sent_at as "sentAt", last_error as "lastError",
              ${POSITION} as position_at, created_at
         from alert_delivery
        where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
        order by created_at desc, id desc limit $3`,
      parameters: [page.before?.at ?? null, page.before?.id ?? null, page.limit + 1],
      limit: page.limit,
      order: 'created_at desc, id desc',
      bytes: 'octet_length(title)',
    });
    return {
      rows: rows.map(({ position_at: at, ...row }) => ({ ...row, position: { at, id: row.id } })),
      hasMore,
    };
  }

  /** Acts that wait for a second person, the oldest 50. */
  waitingApprovals(): Promise<Looked['approvals']> {
    return readRows(this.reader, WAITING, []);
  }

  /** Keys for emergencies with their last use. */
  emergencies(): Promise<Looked['emergencies']> {
    return readRows(this.reader, EMERGENCIES, []);
  }

  /** Those that nobody resolved, and all that are kept. */
  async deadMessages(): Promise<{ readonly open: number; readonly total: number }> {
    const [row] = await readRows<{ readonly open: number; readonly total: number }>(
      this.reader,
      `select count(*) filter (where resolved_at is null)::int as open, count(*)::int as total
         from dead_message`,
    );
    return row ?? { open: 0, total: 0 };
  }

  /** Pauses that the conductor made by itself and that go on, the oldest first; at most 200. */
  async automaticPauses(): Promise<readonly AutomaticPause[]> {
    return readRows<AutomaticPause>(
      this.reader,
      `select coalesce(scope::jsonb ->> 'participant',
                       concat(scope::jsonb ->> 'definition', '/', scope::jsonb ->> 'step')) as of,
              reason,
              (select count(*)::int from pause_hold where pause_id = pause.id) as "heldSagas"
         from pause where is_automatic and ended_at is null order by began_at limit 200`,
    );
  }
}

/** What people see of themselves: acts that wait for a second person, keys for emergencies. */
const WAITING = `
  select id, actor, act, subject_kind as "subjectKind", subject_id as "subjectId", needs,
         expires_at as "expiresAt"
    from approval where state = 'open' and expires_at > clock_timestamp()
   order by created_at, id limit 50`;
const EMERGENCIES = `
  select key_name as "keyName", uses::float8 as uses, last_at as "lastAt", route, address
    from break_glass_use order by last_at desc limit 50`;

interface DeliveryRow extends Omit<DeliveryRecord, 'position'> {
  readonly position_at: string;
}
