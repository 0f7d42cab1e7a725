/** $1: records of `saga_id`, and `since`, `by` and `reason` (null: the pause is over) as JSON. */
export const NOTE_SAGA_PAUSES = {
  name: 'note-saga-pauses',
  text: `
    with change as (
      select saga_id, since, "by", reason
        from json_to_recordset($1::json)
          as change (saga_id uuid, since float8, "by" text, reason text)),
    over as (
      delete from saga_pause
       where saga_id = any (array(select saga_id from change where since is null)))
    insert into saga_pause (saga_id, since, "by", reason)
    select saga_id, to_timestamp(since / 1000), "by", reason
      from change where since is not null
    on conflict (saga_id) do update set
      since = excluded.since, "by" = excluded."by", reason = excluded.reason`,
};
