/** $1: rows to delete at most. An event that an open wait has yet to look at stays. */
export const PURGE_KEPT_EVENTS = {
  name: 'purge-kept-events',
  text: `
    delete from kept_event where seq in (
      select seq from kept_event as expired
       where expires_at < statement_timestamp()
         and not exists (
           select 1 from event_wait
            where event_wait.event = expired.event and event_wait.key = expired.key
              and event_wait.seen < expired.seq)
       order by expires_at limit $1)`,
};
