-- What a participant of Conductor's sagas keeps in its own database: run this once, with the
-- service's own migrations. The same tables as those of the Node library.

create table inbox (
  -- <sagaId>/<step>/<iteration>: one row for every attempt and for both directions
  idempotency_key text collate "C" primary key,
  -- executing: only its own transaction ever sees it. fenced: whatever arrives now has no
  -- effect. undone: the action took effect and was compensated
  outcome text not null
    check (outcome in ('executing', 'succeeded', 'refused', 'fenced', 'undone')),
  -- the pattern of the command that came first; for people
  command text not null,
  -- sha-256 of pattern and data; null where that direction never came
  action_fingerprint bytea check (octet_length(action_fingerprint) = 32),
  compensation_fingerprint bytea check (octet_length(compensation_fingerprint) = 32),
  -- the stored reply of the action, JSON
  output text,
  error_code text,
  error_message text,
  -- what the compensation's handler returned, JSON
  compensation_output text,
  received_at timestamptz not null default clock_timestamp(),
  -- when the compensation was done, or found nothing to undo
  compensated_at timestamptz,
  constraint succeeded_has_output
    check (outcome not in ('succeeded', 'undone') or output is not null),
  constraint refused_has_error
    check (outcome <> 'refused' or (error_code is not null and error_message is not null)),
  constraint effect_has_action
    check (outcome = 'fenced' or action_fingerprint is not null),
  constraint undone_was_compensated
    check (outcome <> 'undone' or compensated_at is not null),
  constraint open_was_not_compensated
    check (outcome in ('fenced', 'undone') or compensated_at is null),
  constraint compensated_has_fingerprint
    check ((compensated_at is null) = (compensation_fingerprint is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- the purge goes by age
create index inbox_received on inbox (received_at);

-- the latest holder of each lock whose command was here
create table fencing_token (
  -- of the lock; empty: a sender that does not name it
  key text collate "C" primary key,
  -- larger for each later holder
  token bigint not null check (token >= 0),
  seen_at timestamptz not null default clock_timestamp()
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- the purge goes by age
create index fencing_token_seen on fencing_token (seen_at);
