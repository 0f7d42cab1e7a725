/**
 * $1 uuid[]. Keys that these sagas hold: no other saga has an earlier ticket. A ticket as float8 is
 * exact up to 2^53.
 */
export const READ_HELD_LOCKS = {
  name: 'read-held-locks',
  text: `
    select saga_id, key, ticket::float8 as ticket from saga_lock as own
     where saga_id = any($1::uuid[])
       and ticket = (select min(ticket) from saga_lock as line where line.key = own.key)`,
};

export interface HeldLockRow {
  readonly saga_id: string;
  readonly key: string;
  readonly ticket: number;
}
