/** At most 64 rows. */
export const READ_REPLY_QUEUES = {
  name: 'read-reply-queues',
  text: `
    select number, replica, fence, is_home as "isHome"
      from reply_queue
     order by number`,
};

export interface ReplyQueueRow {
  readonly number: number;
  readonly replica: string;
  readonly fence: number;
  readonly isHome: boolean;
}

/** $1: records of `number`, `replica`, `fence` and `isHome` as JSON. */
export const LEASE_REPLY_QUEUES = {
  name: 'lease-reply-queues',
  text: `
    insert into reply_queue (number, replica, fence, is_home)
    select number, replica, fence, "isHome"
      from json_to_recordset($1::json)
        as record (number smallint, replica uuid, fence integer, "isHome" boolean)
    on conflict (number) do update set
      replica = excluded.replica, fence = excluded.fence, is_home = excluded.is_home,
      leased_at = clock_timestamp()`,
};
