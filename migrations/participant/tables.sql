-- The tables of a participant, on a database that has none of them yet. What the
-- migrations run, one after the other; UPDATE_SCHEMA=1 npm test -- tables.spec writes it.

-- CreateInbox0000000000201
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

-- CreateEventOutbox0000000000202
-- domain events, written in the transaction of what happened; gone once the broker has them
create table event_outbox (
  -- oldest first
  position bigint generated always as identity primary key,
  -- the message's id: however often it is published, it is one event
  event_id uuid not null unique,
  -- its name, and the routing key
  event text not null check (event <> ''),
  -- events of one key are published in order; null: in no order
  key text collate "C",
  -- JSON
  data text not null,
  -- false: an event for which there is no queue is done with. true: it is tried again
  must_be_heard boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  -- whoever publishes it moves it on, so that nobody else does meanwhile
  due_at timestamptz not null default clock_timestamp(),
  tries integer not null default 0 check (tries >= 0),
  -- of the last try. unheard: no queue takes it. unsent: the broker did not confirm it
  trouble text check (trouble in ('unheard', 'unsent')),
  -- confirmed by a bus that forgets when its process ends: the next one publishes it again
  held_at timestamptz,
  -- W3C trace context of the command whose handler published it; null: there is none
  traceparent text,
  tracestate text
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create index event_outbox_due on event_outbox (due_at, position) where held_at is null;
create index event_outbox_key on event_outbox (key, position)
  where key is not null and held_at is null;

-- CreateFencingTokens0000000000203
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

-- NameUnroutableEvents0000000000204
alter table event_outbox rename column must_be_heard to must_be_routed;
alter table event_outbox drop constraint event_outbox_trouble_check;
update event_outbox set trouble = 'unroutable' where trouble = 'unheard';
alter table event_outbox add constraint event_outbox_trouble_check
  check (trouble in ('unroutable', 'unsent'));
