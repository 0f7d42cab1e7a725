import { EARLIEST_WAKE } from '../timers/next-wake.js';
import { CHANGES_SPAN } from '../limits/purge-changes.js';

/**
 * $1 whether to look at limits; those are $2 days of dead messages, $3 dead messages, $4
 * descriptions. `statement_timestamp` is stable, unlike `clock_timestamp`: the index is used.
 * Entries in order of id, as they are claimed: by its index an outbox that was large and is empty
 * is read in no time.
 */
export const READ_PULSE = {
  name: 'read-pulse',
  text: `
    select
      date_part('epoch', (${EARLIEST_WAKE}) - statement_timestamp()) * 1000
        as next_wake_ms,
      coalesce((select true from outbox where lease_until <= statement_timestamp()
                 order by message_id limit 1), false) as are_entries_due,
      exists (select from outbox_batch where lease_until <= statement_timestamp())
        as are_batches_due,
      exists (select from operator_audit where seal_seq is null) as are_acts_unsealed,
      exists (select from bulk where status = 'running' and lease_until <= statement_timestamp())
        as are_bulks_due,
      (select version::text from catalog_version where catalog = 'definitions')
        as definitions_version,
      (select version::text from catalog_version where catalog = 'participants')
        as participants_version,
      (select version::text from catalog_version where catalog = 'keys') as keys_version,
      (select version::text from catalog_version where catalog = 'pauses') as pauses_version,
      exists (select from pause
               where released_at is null and least(ended_at, until) <= statement_timestamp())
        as are_held_due,
      case when $1::boolean then
        exists (select from dead_message
                 where created_at < statement_timestamp() - $2::int * interval '1 day')
        or exists (select from kept_event where expires_at < statement_timestamp())
        or coalesce((select at from saga_change order by txid limit 1)
                     < statement_timestamp() - ${CHANGES_SPAN}, false)
        or (select count(*) from dead_message) > $3::int
        or (select count(*) from participant_description) > $4::int
      else false end as is_too_much_kept`,
};

export interface PulseRow {
  readonly next_wake_ms: number | null;
  readonly are_entries_due: boolean;
  readonly are_batches_due: boolean;
  readonly are_acts_unsealed: boolean;
  readonly are_bulks_due: boolean;
  readonly definitions_version: string | null;
  readonly participants_version: string | null;
  readonly keys_version: string | null;
  readonly pauses_version: string | null;
  readonly are_held_due: boolean;
  readonly is_too_much_kept: boolean;
}
