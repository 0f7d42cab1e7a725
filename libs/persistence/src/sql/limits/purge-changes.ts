/**
 * How long changes are kept; see `RESUME_MAX_MS` of libs/live. They go in larger portions, when the
 * oldest is of `CHANGES_SPAN`: a look at it is cheap, and a portion for each look would not be.
 */
const KEPT = "interval '10 minutes'";
export const CHANGES_SPAN = "interval '12 minutes'";

/** $1: rows to delete at most. The oldest come first by their key, and no others are read. */
export const PURGE_CHANGES = {
  name: 'purge-changes',
  text: `
    delete from saga_change where txid <= (
      select max(txid) from (select txid, at from saga_change order by txid limit $1) as oldest
       where at < clock_timestamp() - ${KEPT})`,
};
