-- what the migrations make; compared by a test

create table event_outbox (
  position bigint not null generated as identity,
  event_id uuid not null,
  event text not null,
  key text collate "C",
  data text not null,
  must_be_routed boolean not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  due_at timestamp with time zone not null default clock_timestamp(),
  tries integer not null default 0,
  trouble text,
  held_at timestamp with time zone,
  traceparent text,
  tracestate text,
  constraint event_outbox_event_check CHECK ((event <> ''::text)),
  constraint event_outbox_event_id_key UNIQUE (event_id),
  constraint event_outbox_pkey PRIMARY KEY ("position"),
  constraint event_outbox_tries_check CHECK ((tries >= 0)),
  constraint event_outbox_trouble_check CHECK ((trouble = ANY (ARRAY['unroutable'::text, 'unsent'::text])))
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.05);

create table fencing_token (
  key text collate "C" not null,
  token bigint not null,
  seen_at timestamp with time zone not null default clock_timestamp(),
  constraint fencing_token_pkey PRIMARY KEY (key),
  constraint fencing_token_token_check CHECK ((token >= 0))
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.05);

create table inbox (
  idempotency_key text collate "C" not null,
  outcome text not null,
  command text not null,
  action_fingerprint bytea,
  compensation_fingerprint bytea,
  output text,
  error_code text,
  error_message text,
  compensation_output text,
  received_at timestamp with time zone not null default clock_timestamp(),
  compensated_at timestamp with time zone,
  constraint compensated_has_fingerprint CHECK (((compensated_at IS NULL) = (compensation_fingerprint IS NULL))),
  constraint effect_has_action CHECK (((outcome = 'fenced'::text) OR (action_fingerprint IS NOT NULL))),
  constraint inbox_action_fingerprint_check CHECK ((octet_length(action_fingerprint) = 32)),
  constraint inbox_compensation_fingerprint_check CHECK ((octet_length(compensation_fingerprint) = 32)),
  constraint inbox_outcome_check CHECK ((outcome = ANY (ARRAY['executing'::text, 'succeeded'::text, 'refused'::text, 'fenced'::text, 'undone'::text]))),
  constraint inbox_pkey PRIMARY KEY (idempotency_key),
  constraint open_was_not_compensated CHECK (((outcome = ANY (ARRAY['fenced'::text, 'undone'::text])) OR (compensated_at IS NULL))),
  constraint refused_has_error CHECK (((outcome <> 'refused'::text) OR ((error_code IS NOT NULL) AND (error_message IS NOT NULL)))),
  constraint succeeded_has_output CHECK (((outcome <> ALL (ARRAY['succeeded'::text, 'undone'::text])) OR (output IS NOT NULL))),
  constraint undone_was_compensated CHECK (((outcome <> 'undone'::text) OR (compensated_at IS NOT NULL)))
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.05);

CREATE INDEX event_outbox_due ON public.event_outbox USING btree (due_at, "position") WHERE (held_at IS NULL);

CREATE INDEX event_outbox_key ON public.event_outbox USING btree (key, "position") WHERE ((key IS NOT NULL) AND (held_at IS NULL));

CREATE INDEX fencing_token_seen ON public.fencing_token USING btree (seen_at);

CREATE INDEX inbox_received ON public.inbox USING btree (received_at);
