/** One transaction at a time records a replica's report. */
export const LOCK_PRESENCE = {
  name: 'lock-presence',
  text: `select pg_advisory_xact_lock(7263115)`,
};

/**
 * $1 uuid, $2 seen and $3 broker lost in ms since the epoch, $4 has left, $5 uuid[] to forget,
 * $6 reads envelopes, $7 its release. An earlier one leaves out that it logs changes, which it does
 * not, and its release.
 */
export const NOTE_REPLICA = {
  name: 'note-replica',
  text: `
    with gone as (
      delete from replica where id = any($5::uuid[]))
    insert into replica (id, seen_at, broker_lost_at, has_left, reads_envelopes, logs_changes,
      version)
    values ($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4, $6, true,
      $7)
    on conflict (id) do update set
      seen_at = excluded.seen_at, broker_lost_at = excluded.broker_lost_at,
      has_left = excluded.has_left, reads_envelopes = excluded.reads_envelopes`,
};
