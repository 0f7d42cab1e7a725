-- what the migrations make; compared by a test

create table catalog_version (
  catalog text collate "C" not null,
  version bigint not null,
  constraint catalog_version_pkey PRIMARY KEY (catalog)
) with (fillfactor=50);

create table dead_message (
  id uuid not null,
  source text not null,
  reason text not null,
  detail text not null,
  saga_id uuid,
  body bytea not null,
  properties text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  resolved_at timestamp with time zone,
  body_bytes bigint,
  body_sha256 text,
  resolution text,
  constraint cut_body_is_known CHECK (((body_bytes IS NULL) = (body_sha256 IS NULL))),
  constraint dead_message_is_bounded CHECK (((length(body) <= 4096) AND (length(detail) <= 2000) AND (length(properties) <= 8192))),
  constraint dead_message_pkey PRIMARY KEY (id),
  constraint dead_message_resolution_check CHECK ((resolution = ANY (ARRAY['replayed'::text, 'discarded'::text]))),
  constraint dead_message_source_check CHECK ((source = ANY (ARRAY['reply'::text, 'timer'::text, 'intake'::text]))),
  constraint resolved_how CHECK (((resolved_at IS NULL) = (resolution IS NULL)))
);

create table event_wait (
  saga_id uuid not null,
  step text collate "C" not null,
  event text collate "C" not null,
  key text collate "C" not null,
  seen bigint not null default 0,
  constraint event_wait_pkey PRIMARY KEY (saga_id, step),
  constraint event_wait_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id)
);

create table ignored_reply (
  saga_id uuid not null,
  step text collate "C" not null,
  iteration integer not null,
  direction text collate "C" not null,
  attempt integer not null,
  outcome text collate "C" not null,
  reason text collate "C" not null,
  times integer not null default 1,
  first_at timestamp with time zone not null default clock_timestamp(),
  last_at timestamp with time zone not null default clock_timestamp(),
  constraint ignored_reply_pkey PRIMARY KEY (saga_id, step, iteration, direction, attempt, outcome, reason)
);

create table kept_event (
  seq bigint not null generated as identity,
  event text collate "C" not null,
  key text collate "C" not null,
  event_id text collate "C" not null,
  definition text collate "C" not null,
  data text not null,
  bytes integer not null,
  received_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  constraint kept_event_event_key_event_id_key UNIQUE (event, key, event_id),
  constraint kept_event_pkey PRIMARY KEY (seq)
);

create table operator_audit (
  id uuid not null,
  at timestamp with time zone not null default clock_timestamp(),
  actor text not null,
  action text not null,
  saga_id uuid,
  definition_name text,
  reason text not null,
  request text not null,
  idempotency_key text collate "C",
  fingerprint text not null,
  status_before text,
  version_before integer,
  status_after text not null,
  version_after integer not null,
  constraint about_one_thing CHECK (((saga_id IS NULL) <> (definition_name IS NULL))),
  constraint operator_audit_idempotency_key_key UNIQUE (idempotency_key),
  constraint operator_audit_pkey PRIMARY KEY (id)
);

create table outage (
  id bigint not null generated as identity,
  what text not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  constraint outage_check CHECK ((ended_at >= began_at)),
  constraint outage_pkey PRIMARY KEY (id),
  constraint outage_what_check CHECK ((what = ANY (ARRAY['broker'::text, 'silence'::text])))
);

create table outbox (
  message_id text collate "C" not null,
  saga_id uuid not null,
  message text not null,
  lease_until timestamp with time zone not null,
  tries integer not null default 0,
  last_error text,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint outbox_pkey PRIMARY KEY (message_id)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=500, autovacuum_vacuum_cost_delay=0);

create table outbox_batch (
  id uuid not null,
  message_ids text[] not null,
  messages text not null,
  lease_until timestamp with time zone not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint outbox_batch_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=500, autovacuum_vacuum_cost_delay=0);

create table participant_description (
  participant text collate "C" not null,
  commands text not null,
  described text[] not null default '{}'::text[],
  account text,
  sent_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null default clock_timestamp(),
  constraint participant_description_pkey PRIMARY KEY (participant)
);

create table participant_instance (
  participant text collate "C" not null,
  instance text collate "C" not null,
  envelopes integer not null,
  seen_at timestamp with time zone not null default clock_timestamp(),
  constraint participant_instance_envelopes_check CHECK ((envelopes >= 0)),
  constraint participant_instance_participant_fkey FOREIGN KEY (participant) REFERENCES participant_description(participant) ON DELETE CASCADE,
  constraint participant_instance_pkey PRIMARY KEY (participant, instance)
);

create table replica (
  id uuid not null,
  seen_at timestamp with time zone not null,
  broker_lost_at timestamp with time zone,
  has_left boolean not null,
  reads_envelopes boolean not null default false,
  constraint replica_pkey PRIMARY KEY (id)
) with (fillfactor=50);

create table reply_queue (
  number smallint not null,
  replica uuid not null,
  fence integer not null,
  is_home boolean not null,
  leased_at timestamp with time zone not null default clock_timestamp(),
  constraint reply_queue_fence_check CHECK ((fence >= 1)),
  constraint reply_queue_number_check CHECK (((number >= 0) AND (number <= 63))),
  constraint reply_queue_pkey PRIMARY KEY (number)
) with (fillfactor=50);

create table saga (
  id uuid not null,
  definition_name text collate "C" not null,
  definition_version integer not null,
  key text collate "C",
  idempotency_key text collate "C",
  fingerprint text,
  status text collate "C" not null,
  version integer not null,
  state text not null,
  active_steps text[] not null default '{}'::text[],
  summary text not null,
  error_code text,
  error_message text,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  ended_at timestamp with time zone,
  wake_at timestamp with time zone,
  parent_id uuid,
  parent_step text collate "C",
  parent_iteration integer,
  constraint ended_when_terminal CHECK (((status = ANY (ARRAY['completed'::text, 'compensated'::text, 'abandoned'::text])) = (ended_at IS NOT NULL))),
  constraint saga_definition_name_definition_version_fkey FOREIGN KEY (definition_name, definition_version) REFERENCES saga_definition(name, version),
  constraint saga_idempotency_key_key UNIQUE (idempotency_key),
  constraint saga_pkey PRIMARY KEY (id),
  constraint saga_version_check CHECK ((version >= 1)),
  constraint status_is_known CHECK ((status = ANY (ARRAY['running'::text, 'compensating'::text, 'stuck'::text, 'completed'::text, 'compensated'::text, 'abandoned'::text]))),
  constraint terminal_never_wakes CHECK (((ended_at IS NULL) OR (wake_at IS NULL)))
) with (fillfactor=70);

create table saga_definition (
  name text collate "C" not null,
  version integer not null,
  hash text collate "C" not null,
  document text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  retired_at timestamp with time zone,
  trigger_event text collate "C",
  commands jsonb not null default jsonb_path_query_array((document)::jsonb, '$."steps"[*]."command"'::jsonpath),
  description text default ((document)::jsonb ->> 'description'::text),
  awaited jsonb not null default jsonb_path_query_array((document)::jsonb, '$."steps"[*]."wait"?(exists (@."event"))'::jsonpath),
  event_ttl text default ((document)::jsonb ->> 'eventTtl'::text),
  constraint saga_definition_name_hash_key UNIQUE (name, hash),
  constraint saga_definition_pkey PRIMARY KEY (name, version),
  constraint saga_definition_version_check CHECK ((version >= 1))
);

create table saga_event (
  saga_id uuid not null,
  version integer not null,
  at timestamp with time zone not null,
  data text not null,
  constraint saga_event_pkey PRIMARY KEY (saga_id, version)
);

create table saga_family (
  root_id uuid not null,
  sagas integer not null default 0,
  chars bigint not null default 0,
  constraint saga_family_pkey PRIMARY KEY (root_id)
) with (fillfactor=50);

create table saga_lock (
  key text collate "C" not null,
  ticket bigint not null generated as identity,
  saga_id uuid not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint saga_lock_pkey PRIMARY KEY (key, ticket),
  constraint saga_lock_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id),
  constraint saga_lock_saga_id_key_key UNIQUE (saga_id, key)
);

create table saga_search (
  saga_id uuid not null,
  content text not null,
  constraint saga_search_pkey PRIMARY KEY (saga_id),
  constraint saga_search_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id) ON DELETE CASCADE
);

create table setting (
  name text collate "C" not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (name)
);

create table store_probe (
  filler text not null
);

CREATE INDEX dead_message_created ON public.dead_message USING btree (created_at, id);

CREATE INDEX dead_message_open ON public.dead_message USING btree (created_at) WHERE (resolved_at IS NULL);

CREATE INDEX dead_message_partial ON public.dead_message USING btree (saga_id) WHERE (reason = 'PARTIAL_RESPONSE'::text);

CREATE INDEX event_wait_key ON public.event_wait USING btree (event, key, saga_id);

CREATE INDEX kept_event_definition ON public.kept_event USING btree (definition, expires_at) INCLUDE (bytes);

CREATE INDEX kept_event_expires_at ON public.kept_event USING btree (expires_at);

CREATE INDEX kept_event_key ON public.kept_event USING btree (event, key, seq) INCLUDE (bytes);

CREATE INDEX operator_audit_saga ON public.operator_audit USING btree (saga_id, at);

CREATE INDEX outbox_undelivered ON public.outbox USING btree (created_at) WHERE (last_error IS NOT NULL);

CREATE INDEX saga_definition_awaited ON public.saga_definition USING gin (awaited jsonb_path_ops) WHERE (awaited <> '[]'::jsonb);

CREATE INDEX saga_definition_name ON public.saga USING btree (definition_name, id);

CREATE INDEX saga_definition_trigger ON public.saga_definition USING btree (trigger_event) WHERE (trigger_event IS NOT NULL);

CREATE INDEX saga_ended ON public.saga USING btree (definition_name, status, ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX saga_key ON public.saga USING btree (key, id) WHERE (key IS NOT NULL);

CREATE INDEX saga_open ON public.saga USING btree (status, id) WHERE (status = ANY (ARRAY['running'::text, 'compensating'::text, 'stuck'::text]));

CREATE INDEX saga_parent ON public.saga USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);

CREATE INDEX saga_search_content ON public.saga_search USING gin (content gin_trgm_ops);

CREATE INDEX saga_wake_at ON public.saga USING btree (wake_at) WHERE (wake_at IS NOT NULL);

create function count_catalog_change() returns trigger as $$
      begin
        update catalog_version set version = version + 1 where catalog = tg_argv[0];
        return null;
      end $$;

create function lost_update() returns boolean as $$
      begin
        raise exception 'a saga moved on while a transition was written' using errcode = '40001';
      end $$;

create function refuse_saga_update() returns trigger as $$
      begin
        if old.ended_at is not null then
          raise exception 'saga % has ended and cannot change', old.id using errcode = '23514';
        end if;
        raise exception 'saga % is at version % and cannot become another version %',
          old.id, old.version, new.version using errcode = '23514';
      end $$;

CREATE TRIGGER definition_added AFTER INSERT OR DELETE ON public.saga_definition FOR EACH ROW EXECUTE FUNCTION count_catalog_change('definitions');

CREATE TRIGGER definition_retired AFTER UPDATE ON public.saga_definition FOR EACH ROW WHEN ((new.retired_at IS DISTINCT FROM old.retired_at)) EXECUTE FUNCTION count_catalog_change('definitions');

CREATE TRIGGER participant_account AFTER UPDATE ON public.participant_description FOR EACH ROW WHEN ((new.account IS DISTINCT FROM old.account)) EXECUTE FUNCTION count_catalog_change('participants');

CREATE TRIGGER participant_added AFTER INSERT OR DELETE ON public.participant_description FOR EACH ROW EXECUTE FUNCTION count_catalog_change('participants');

CREATE TRIGGER saga_guard BEFORE UPDATE ON public.saga FOR EACH ROW WHEN (((new.version < old.version) OR ((new.version = old.version) AND (new.state IS DISTINCT FROM old.state)) OR ((old.ended_at IS NOT NULL) AND (NOT ((old.status = 'completed'::text) AND (old.parent_id IS NOT NULL) AND (new.status = ANY (ARRAY['compensating'::text, 'stuck'::text, 'compensated'::text]))))))) EXECUTE FUNCTION refuse_saga_update();
