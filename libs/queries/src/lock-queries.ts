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
  readonly holder: LockTicket;
  /** In the order of their turns; the first 100. */
  readonly waiters: readonly LockTicket[];
  readonly waiterCount: number;
}

const WAITERS_SHOWN = 100;

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
  }): Promise<readonly LockRecord[]> {
    const rows = await readRows<LockRow>(
      this.lists,
      `with page as (
         select key, count(*)::int as tickets from saga_lock
          where ($1::text is null or key = $1) and ($2::text is null or key > $2)
          group by key order by key limit $3)
       select page.key, page.tickets, first.tickets as first from page
        cross join lateral (
          select json_agg(json_build_object(
                   'sagaId', ticket.saga_id, 'definition', saga.definition_name,
                   'sagaKey', saga.key, 'status', saga.status,
                   'since', to_char(ticket.created_at at time zone 'UTC', ${INSTANT}))
                 order by ticket.ticket) as tickets
            from (select * from saga_lock where saga_lock.key = page.key
                   order by ticket limit ${WAITERS_SHOWN + 1}) as ticket
            join saga on saga.id = ticket.saga_id) as first
        order by page.key`,
      [page.key, page.afterKey, page.limit],
    );
    return rows.flatMap(({ key, tickets, first }) => {
      const [holder, ...waiters] = first;
      return holder ? [{ key, holder, waiters, waiterCount: tickets - 1 }] : [];
    });
  }

  /** null: nobody holds it. */
  async holderOf(key: string): Promise<string | null> {
    const [row] = await readRows<{ readonly id: string }>(
      this.reader,
      `select saga_id as id from saga_lock where key = $1 order by ticket limit 1`,
      [key],
    );
    return row?.id ?? null;
  }
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

interface LockRow {
  readonly key: string;
  readonly tickets: number;
  readonly first: readonly LockTicket[];
}
