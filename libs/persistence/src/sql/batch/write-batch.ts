import { SAGA_OF_ENTRY, batchEntries } from '../outbox/batch-entries.js';

/**
 * Everything a batch of transitions writes, in one statement. Records come as JSON, which costs the
 * client a third less than one array per column; the documents they keep, which are the bulk of it,
 * come beside them in the same order.
 *
 * $1 updates and $2 their states, $3 starts and $4 their states, $5 history and $6 its data,
 * $7 messages with a row each and $8 their documents, $9 lease in ms, $10 sent message ids, $11 how
 * many updates and $12 how many starts there are, $13 id of the outbox batch, or null, $14 ids and
 * $15 documents of its messages, $16 sent outbox batches, $17 the transitions for listeners (who
 * reads them joins the history). A start that meets an earlier one with its id or key writes
 * nothing, and neither do its history and messages: then the messages of the outbox batch have a
 * row each, too. What is searched for changes with an error only. An update that misses its version
 * ends all. Ids are compared by an array of one: by `=`, a plan from when `saga` was taken for
 * empty reads all of it in order of id, for each batch.
 */
const WRITES = `
    with change as (
      select * from rows from (
        json_to_recordset($1::json) as (
          id uuid, definition_version integer, version_before integer, version integer, status text,
          active_steps text[], summary text, waiting text, error_code text, error_message text,
          updated_at float8, ended_at float8, wake_at float8, keeps_wake boolean),
        unnest($2::text[])) as change (
          id, definition_version, version_before, version, status, active_steps,
          summary, waiting, error_code, error_message, updated_at, ended_at, wake_at, keeps_wake,
          state)),
    updated as (
      update saga set
        version = change.version, status = change.status, state = change.state,
        definition_version = change.definition_version, active_steps = change.active_steps,
        summary = change.summary, waiting = change.waiting,
        error_code = change.error_code, error_message = change.error_message,
        updated_at = to_timestamp(change.updated_at / 1000),
        ended_at = to_timestamp(change.ended_at / 1000),
        wake_at = case when change.keeps_wake
          then least(saga.wake_at, to_timestamp(change.wake_at / 1000))
          else to_timestamp(change.wake_at / 1000) end
      from change
      where saga.id = any (array[change.id]) and saga.version = change.version_before
      returning saga.id, saga.key, saga.error_message),
    started as (
      insert into saga (id, definition_name, definition_version, key, idempotency_key, fingerprint,
        parent_id, parent_step, parent_iteration, status, version, state, active_steps, summary,
        waiting, error_code, error_message, created_at, updated_at, ended_at, wake_at)
      select id, definition_name, definition_version, key, idempotency_key, fingerprint,
        parent_id, parent_step, parent_iteration, status, version, state, active_steps, summary,
        waiting, error_code, error_message, to_timestamp(updated_at / 1000),
        to_timestamp(updated_at / 1000), to_timestamp(ended_at / 1000),
        to_timestamp(wake_at / 1000)
      from rows from (
        json_to_recordset($3::json) as (
          id uuid, definition_name text, definition_version integer, key text,
          idempotency_key text, fingerprint text, parent_id uuid, parent_step text,
          parent_iteration integer, version integer, status text,
          active_steps text[], summary text, waiting text, error_code text, error_message text,
          updated_at float8, ended_at float8, wake_at float8),
        unnest($4::text[])) as start (
          id, definition_name, definition_version, key, idempotency_key, fingerprint,
          parent_id, parent_step, parent_iteration, version, status, active_steps, summary,
          waiting, error_code, error_message, updated_at, ended_at, wake_at, state)
      on conflict do nothing
      returning id, key, error_message),
    searchable as (
      insert into saga_search (saga_id, content)
      select id, concat_ws(e'\\n', key, error_message) from started
       where key is not null or error_message is not null
      union all
      select id, concat_ws(e'\\n', key, error_message) from updated where error_message is not null
      on conflict (saga_id) do update set content = excluded.content
        where saga_search.content <> excluded.content),
    recorded as (
      insert into saga_event (saga_id, version, at, data)
      select saga_id, version, to_timestamp(at / 1000), data
      from rows from (
        json_to_recordset($5::json) as (saga_id uuid, version integer, at float8),
        unnest($6::text[])) as entry (saga_id, version, at, data)
      where saga_id in (select id from updated) or saga_id in (select id from started)),
    told as (
      insert into saga_change (changes) select $17::text where $17::text <> ''),
    batched as (
      insert into outbox_batch (id, message_ids, messages, lease_until)
      select $13::uuid, $14::text[], $15::text,
        clock_timestamp() + $9::float8 * interval '1 millisecond'
      where $13::uuid is not null and (select count(*) from started) = $12::integer
      returning id),
    queued as (
      insert into outbox (message_id, saga_id, message, lease_until)
      select message_id, saga_id, message,
        clock_timestamp() + $9::float8 * interval '1 millisecond'
      from (
        select message_id, saga_id, message
          from rows from (
            json_to_recordset($7::json) as (message_id text, saga_id uuid),
            unnest($8::text[])) as entry (message_id, saga_id, message)
        union all
        select entry.message_id, ${SAGA_OF_ENTRY}::uuid, entry.message
          from (select $14::text[] as message_ids, $15::text as messages
                 where not exists (select from batched)) as ${batchEntries('batch')}) as entry
      where saga_id in (select id from updated) or saga_id in (select id from started)
      on conflict do nothing),
    sent as (
      delete from outbox where message_id = any($10::text[])),
    sent_batches as (
      delete from outbox_batch where id = any($16::uuid[]))
    select
      (select array_agg(id) from started) as started_ids,
      exists (select from batched) as is_batched,
      date_part('epoch', clock_timestamp()) * 1000 as at,
      case when (select count(*) from updated) = $11::integer`;

const OR_NOTHING = 'then true else lost_update() end as is_complete';

export const WRITE_BATCH = { name: 'write-batch', text: `${WRITES} ${OR_NOTHING}` };

/**
 * The same for starts that were decided by a remembered definition: $18 names and $19 versions that
 * they asked for, $20 what these came to. When one comes to another version now, nothing is
 * written. A statement of its own: nobody else waits for the table of definitions.
 */
export const WRITE_CONFIRMED_BATCH = {
  name: 'write-confirmed-batch',
  text: `${WRITES}
        and not exists (
          select from unnest($18::text[], $19::int[], $20::int[]) as wanted (name, version, got)
           where wanted.got is distinct from (
             select case when d.retired_at is null then d.version end from saga_definition d
              where d.name = wanted.name
                and (wanted.version is null or d.version = wanted.version)
              order by (d.retired_at is null) desc, d.version desc limit 1))
        ${OR_NOTHING}`,
};

export interface WrittenRow {
  /** null: none was. */
  readonly started_ids: readonly string[] | null;
  /** The outbox batch was written. */
  readonly is_batched: boolean;
  /** The database's clock, in ms since the epoch. */
  readonly at: number;
}
