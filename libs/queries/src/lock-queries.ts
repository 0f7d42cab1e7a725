import { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';

/** A saga that holds a lock, or waits for it. */
export interface LockTicket {
  readonly sagaId: string;
  readonly definition: string;
  readonly sagaKey: string | null;
  readonly status: string;
  /** ISO 8601: when it asked for the lock. */
  readonly since: string;
}

export interface LockRecord {
  readonly key: string;
  /** null: a saga holds it that the caller may not see. */
  readonly holder: LockTicket | null;
  /** In the order of their turns; the first 100 that the caller may see. */
  readonly waiters: readonly LockTicket[];
  readonly waiterCount: number;
}

const WAITERS_SHOWN = 100;
const IS_SEEN = accessStores.sagaIsSeen('saga_lock.saga_id', '$4::text[]');

/** Reads semantic locks for people. */
export class LockQueries {
  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
  ) {}

  /** In order of key. */
  async list(page: {
    /** Only this lock; null: all. */
    readonly key: string | null;
    readonly afterKey: string | null;
    readonly limit: number;
    /** Sagas of these definitions, and locks that they hold or wait for. Default: all. */
    readonly seen?: accessStores.Seen;
    /** Locks of sagas of these are left out. Default: none. */
    readonly without?: readonly string[];
  }): Promise<readonly LockRecord[]> {
    const rows = await readRows<LockRow>(
      this.lists,
      `with page as (
         select key, count(*)::int as tickets from saga_lock
          where ($1::text is null or key = $1) and ($2::text is null or key > $2)
            and ($4::text[] is null or ${IS_SEEN})
            and ($5::text[] = '{}' or not exists (
              select from saga_lock as other join saga on saga.id = other.saga_id
               where other.key = saga_lock.key and saga.definition_name = any($5::text[])))
          group by key order by key limit $3)
       select page.key, page.tickets, first.tickets as first from page
        cross join lateral (
          select json_agg(json_build_object(
                   'sagaId', ticket.saga_id, 'definition', saga.definition_name,
                   'sagaKey', saga.key, 'status', saga.status, 'isHolder', ticket.is_holder,
                   'since', to_char(ticket.created_at at time zone 'UTC', ${INSTANT}))
                 order by ticket.ticket) as tickets
            from (select *, ticket = (select min(ticket) from saga_lock as held
                                       where held.key = page.key) as is_holder
                    from saga_lock
                   where saga_lock.key = page.key and ($4::text[] is null or ${IS_SEEN})
                   order by ticket limit ${WAITERS_SHOWN + 1}) as ticket
            join saga on saga.id = ticket.saga_id) as first
        order by page.key`,
      [page.key, page.afterKey, page.limit, page.seen ?? null, page.without ?? []],
    );
    return rows.flatMap(({ key, tickets, first }) => {
      const all = first ?? [];
      const holder = all.find(({ isHolder }) => isHolder);
      const waiters = all.filter(({ isHolder }) => !isHolder).slice(0, WAITERS_SHOWN);
      if (all.length === 0) return [];
      return {
        key,
        holder: holder ? toTicket(holder) : null,
        waiters: waiters.map(toTicket),
        waiterCount: tickets - (holder ? 1 : 0),
      };
    });
  }

  /** null: nobody holds it, or a saga of another definition does. `seen` null: of all. */
  async holderOf(key: string, seen: accessStores.Seen = null): Promise<string | null> {
    const [row] = await readRows<{ readonly id: string }>(
      this.reader,
      `select saga_id as id
         from (select saga_id from saga_lock where key = $1 order by ticket limit 1) as held
        where $2::text[] is null or ${accessStores.sagaIsSeen('held.saga_id', '$2::text[]')}`,
      [key, seen],
    );
    return row?.id ?? null;
  }
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

interface LockRow {
  readonly key: string;
  readonly tickets: number;
  /** null: they have gone meanwhile. */
  readonly first: readonly TicketRow[] | null;
}

type TicketRow = LockTicket & { readonly isHolder: boolean };

function toTicket({ isHolder: _first, ...ticket }: TicketRow): LockTicket {
  return ticket;
}
