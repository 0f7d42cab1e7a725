/**
 * What the sagas of a batch are in trouble with, in the transaction that writes them, and only when
 * there is something to write. $1 troubles, $2 the sagas whose other troubles are over. A start
 * that met an earlier one has no saga, and gets no trouble. A trouble that is the same as before is
 * not written again.
 */
export const WRITE_FAILURES = {
  name: 'write-failures',
  text: `
    with trouble as materialized (
      select * from json_to_recordset($1::json) as trouble (
        saga_id uuid, fingerprint text, definition_name text, definition_version integer,
        step text, direction text, state text, attempts integer, code text, message text,
        at float8)
      where (select true from saga where saga.id = trouble.saga_id)),
    over as (
      update saga_failure set ended_at = clock_timestamp()
       where saga_id = any($2::uuid[]) and ended_at is null
         and not exists (
           select from trouble
            where trouble.saga_id = saga_failure.saga_id
              and trouble.fingerprint = saga_failure.fingerprint))
    insert into saga_failure as known (saga_id, fingerprint, definition_name, definition_version,
        step, direction, state, attempts, code, message, since, seen_at)
    select saga_id, fingerprint, definition_name, definition_version, step, direction, state,
           attempts, code, message, to_timestamp(at / 1000), to_timestamp(at / 1000)
      from trouble
    on conflict (saga_id, fingerprint) do update set
      definition_version = excluded.definition_version, state = excluded.state,
      attempts = excluded.attempts, message = excluded.message,
      seen_at = case when known.ended_at is null and known.attempts = excluded.attempts
        then known.seen_at else excluded.seen_at end,
      since = case when known.ended_at is null then known.since else excluded.since end,
      ended_at = null
    where known.ended_at is not null or known.state <> excluded.state
       or known.attempts <> excluded.attempts
       or known.definition_version <> excluded.definition_version`,
};
