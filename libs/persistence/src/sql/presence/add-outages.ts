/** How long outages are kept: a longer wait is not extended by earlier ones. */
const KEPT = '30 days';
/** With more, the oldest go: each transaction with timers reads all of them. */
const KEPT_MAX = 500;

/** $1: records of `what`, `from` and `to` (ms since the epoch) as JSON. */
export const ADD_OUTAGES = {
  name: 'add-outages',
  text: `
    with old as (
      delete from outage
       where ended_at < clock_timestamp() - interval '${KEPT}'
          or id <= (select max(id) - ${KEPT_MAX} from outage))
    insert into outage (what, began_at, ended_at)
    select what, to_timestamp("from" / 1000), to_timestamp("to" / 1000)
      from json_to_recordset($1::json) as record (what text, "from" float8, "to" float8)`,
};
