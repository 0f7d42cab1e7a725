-- what the migrations make; compared by a test

create table act_answer (
  idempotency_key text collate "C" not null,
  fingerprint text not null,
  status integer not null,
  location text,
  body text,
  at timestamp with time zone not null default clock_timestamp(),
  constraint act_answer_pkey PRIMARY KEY (idempotency_key),
  constraint answer_is_bounded CHECK ((octet_length(body) <= 262144))
);

create table alert (
  key text collate "C" not null,
  state text not null,
  constraint alert_is_bounded CHECK (((length(key) <= 200) AND (length(state) <= 16384))),
  constraint alert_pkey PRIMARY KEY (key)
) with (fillfactor=50);

create table alert_delivery (
  id uuid not null,
  route text collate "C" not null,
  event text collate "C" not null,
  key text collate "C" not null,
  title text not null,
  message text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  tries integer not null default 0,
  next_try_at timestamp with time zone default clock_timestamp(),
  sent_at timestamp with time zone,
  last_error text,
  constraint alert_delivery_pkey PRIMARY KEY (id),
  constraint delivery_is_bounded CHECK (((length(message) <= 16384) AND (length(title) <= 500) AND (length(last_error) <= 500)))
) with (fillfactor=70);

create table api_key (
  id text collate "C" not null,
  name text collate "C" not null,
  role text not null,
  definitions text[],
  secret_hash bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  replaced_by text collate "C",
  last_used_at timestamp with time zone,
  constraint admin_of_all CHECK (((role <> 'admin'::text) OR (definitions IS NULL))),
  constraint api_key_pkey PRIMARY KEY (id),
  constraint api_key_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text]))),
  constraint api_key_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
);

create table approval (
  id uuid not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  actor text collate "C" not null,
  via text not null,
  credential text,
  role text not null,
  definitions text[],
  act text not null,
  needs text not null,
  definition_name text collate "C",
  subject_kind text not null,
  subject_id text not null,
  reason text not null,
  method text not null,
  path text not null,
  body text,
  preview_hash text,
  saga_ids uuid[],
  state text not null default 'open'::text,
  decided_at timestamp with time zone,
  decided_by text,
  decided_credential text,
  decided_reason text,
  fence integer not null default 0,
  lease_until timestamp with time zone,
  idempotency_key text collate "C",
  fingerprint text not null,
  constraint approval_idempotency_key_key UNIQUE (idempotency_key),
  constraint approval_pkey PRIMARY KEY (id),
  constraint approval_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirming'::text, 'confirmed'::text, 'rejected'::text, 'withdrawn'::text]))),
  constraint decided_by_somebody CHECK ((((state = 'open'::text) = (decided_at IS NULL)) AND ((state = 'open'::text) = (decided_by IS NULL)))),
  constraint leased_while_confirming CHECK (((state = 'confirming'::text) = (lease_until IS NOT NULL)))
) with (fillfactor=70);

create table break_glass_use (
  key_name text collate "C" not null,
  uses bigint not null,
  last_at timestamp with time zone not null,
  route text not null,
  address text not null,
  constraint break_glass_use_pkey PRIMARY KEY (key_name),
  constraint break_glass_use_uses_check CHECK ((uses >= 1))
) with (fillfactor=50);

create table bulk (
  id uuid not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  ended_at timestamp with time zone,
  actor text not null,
  via text not null,
  credential text,
  reason text not null,
  action text not null,
  filter text,
  total integer not null,
  canary integer not null,
  rate integer,
  failure_share_max real not null,
  outcome_within_ms integer not null,
  status text not null default 'running'::text,
  stop_code text,
  stop_detail text,
  stage integer not null default 0,
  stage_start integer not null default 0,
  stage_end integer not null,
  fence integer not null default 0,
  lease_until timestamp with time zone not null default clock_timestamp(),
  idempotency_key text collate "C",
  fingerprint text not null,
  confirmed_by text,
  constraint bulk_canary_check CHECK ((canary >= 0)),
  constraint bulk_failure_share_max_check CHECK (((failure_share_max >= (0)::double precision) AND (failure_share_max <= (1)::double precision))),
  constraint bulk_idempotency_key_key UNIQUE (idempotency_key),
  constraint bulk_outcome_within_ms_check CHECK ((outcome_within_ms >= 1)),
  constraint bulk_pkey PRIMARY KEY (id),
  constraint bulk_rate_check CHECK ((rate >= 1)),
  constraint bulk_status_check CHECK ((status = ANY (ARRAY['running'::text, 'paused'::text, 'stopped'::text, 'done'::text]))),
  constraint bulk_total_check CHECK ((total >= 1)),
  constraint ended_when_over CHECK (((ended_at IS NOT NULL) = (status = ANY (ARRAY['stopped'::text, 'done'::text]))))
) with (fillfactor=50);

create table bulk_saga (
  bulk_id uuid not null,
  place integer not null,
  saga_id uuid not null,
  state text not null default 'waiting'::text,
  code text,
  detail text,
  acted_at timestamp with time zone,
  outcome text,
  constraint acted_when_not_waiting CHECK (((acted_at IS NULL) = (state = 'waiting'::text))),
  constraint bulk_saga_bulk_id_fkey FOREIGN KEY (bulk_id) REFERENCES bulk(id) ON DELETE CASCADE,
  constraint bulk_saga_once UNIQUE (bulk_id, saga_id),
  constraint bulk_saga_outcome_check CHECK ((outcome = ANY (ARRAY['good'::text, 'bad'::text, 'late'::text, 'gone'::text]))),
  constraint bulk_saga_pkey PRIMARY KEY (bulk_id, place),
  constraint bulk_saga_place_check CHECK ((place >= 1)),
  constraint bulk_saga_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text]))),
  constraint refused_with_a_code CHECK (((code IS NOT NULL) = (state = 'refused'::text)))
) with (fillfactor=70);

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
  exchange text,
  routing_key text,
  in_hand_until timestamp with time zone,
  resolved_by text,
  resolved_key text,
  resolved_reason text,
  led_to text,
  constraint cut_body_is_known CHECK (((body_bytes IS NULL) = (body_sha256 IS NULL))),
  constraint dead_message_is_bounded CHECK (((length(body) <= 4096) AND (length(detail) <= 2000) AND (length(properties) <= 8192))),
  constraint dead_message_pkey PRIMARY KEY (id),
  constraint dead_message_resolution_check CHECK ((resolution = ANY (ARRAY['replayed'::text, 'discarded'::text]))),
  constraint dead_message_source_check CHECK ((source = ANY (ARRAY['reply'::text, 'timer'::text, 'intake'::text]))),
  constraint resolved_how CHECK (((resolved_at IS NULL) = (resolution IS NULL)))
);

create table ended_tally (
  definition_name text collate "C" not null,
  definition_version integer not null,
  status text collate "C" not null,
  sagas bigint not null
) with (autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=500);

create table ended_tally_mark (
  only_row boolean not null default true,
  until timestamp with time zone not null,
  next timestamp with time zone,
  horizon xid8,
  constraint ended_tally_mark_only_row_check CHECK (only_row),
  constraint ended_tally_mark_pkey PRIMARY KEY (only_row),
  constraint next_has_horizon CHECK (((next IS NULL) = (horizon IS NULL)))
) with (fillfactor=50);

create table event_wait (
  saga_id uuid not null,
  step text collate "C" not null,
  event text collate "C" not null,
  key text collate "C" not null,
  seen bigint not null default 0,
  constraint event_wait_pkey PRIMARY KEY (saga_id, step),
  constraint event_wait_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id)
);

create table failure_group (
  fingerprint text collate "C" not null,
  definition_name text collate "C" not null,
  step text collate "C" not null,
  direction text collate "C" not null,
  code text not null,
  message text not null,
  first_seen_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  left_count bigint not null default 0,
  came jsonb not null default '{}'::jsonb,
  life text not null default '{"status":"new"}'::text,
  revision integer not null default 0,
  constraint failure_group_fingerprint_check CHECK ((length(fingerprint) = 16)),
  constraint failure_group_pkey PRIMARY KEY (fingerprint),
  constraint group_is_bounded CHECK (((length(message) <= 500) AND (length(life) <= 16384)))
) with (fillfactor=80);

create table failure_hour (
  fingerprint text collate "C" not null,
  hour integer not null,
  sagas integer not null,
  constraint failure_hour_pkey PRIMARY KEY (fingerprint, hour)
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

create table login_session (
  id text collate "C" not null,
  secret_hash bytea not null,
  actor text not null,
  role text not null,
  definitions text[],
  credential text collate "C" not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  expires_at timestamp with time zone not null,
  constraint login_session_pkey PRIMARY KEY (id),
  constraint login_session_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
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
  status_after text,
  version_after integer,
  via text,
  credential text,
  subject_kind text collate "C",
  subject_id text collate "C",
  outcome text not null default 'done'::text,
  refusal text,
  times integer not null default 1,
  preview_hash text,
  operation_id uuid,
  before text,
  after text,
  seal_seq bigint,
  seal_hash bytea,
  is_told boolean not null default true,
  constraint about_one_thing CHECK (((num_nonnulls(saga_id, definition_name, subject_kind) = 1) AND ((subject_kind IS NULL) = (subject_id IS NULL)))),
  constraint operator_audit_idempotency_key_key UNIQUE (idempotency_key),
  constraint operator_audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text]))),
  constraint operator_audit_pkey PRIMARY KEY (id),
  constraint operator_audit_seal_hash_check CHECK ((length(seal_hash) = 32)),
  constraint operator_audit_seal_seq_check CHECK ((seal_seq >= 1)),
  constraint operator_audit_seal_seq_key UNIQUE (seal_seq),
  constraint operator_audit_times_check CHECK ((times >= 1)),
  constraint refused_with_a_code CHECK (((outcome = 'refused'::text) = (refusal IS NOT NULL))),
  constraint sealed_whole CHECK (((seal_seq IS NULL) = (seal_hash IS NULL)))
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

create table pause (
  id uuid not null,
  scope text collate "C" not null,
  with_compensations boolean not null,
  is_automatic boolean not null default false,
  by text not null,
  reason text not null,
  began_at timestamp with time zone not null default clock_timestamp(),
  until timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  released_at timestamp with time zone,
  idempotency_key text collate "C",
  fingerprint text not null,
  end_key text collate "C",
  failures integer,
  failed_sagas integer,
  probe_ms integer,
  next_probe_at timestamp with time zone,
  last_probe_at timestamp with time zone,
  probes integer not null default 0,
  probe_after uuid,
  constraint pause_check CHECK ((until > began_at)),
  constraint pause_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint pause_check2 CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
  constraint pause_check3 CHECK (((NOT is_automatic) OR ((probe_ms > 0) AND (next_probe_at IS NOT NULL)))),
  constraint pause_end_key_key UNIQUE (end_key),
  constraint pause_idempotency_key_key UNIQUE (idempotency_key),
  constraint pause_pkey PRIMARY KEY (id)
);

create table pause_hold (
  pause_id uuid not null,
  saga_id uuid not null,
  constraint pause_hold_pause_id_fkey FOREIGN KEY (pause_id) REFERENCES pause(id) ON DELETE CASCADE,
  constraint pause_hold_pkey PRIMARY KEY (pause_id, saga_id)
);

create table replica (
  id uuid not null,
  seen_at timestamp with time zone not null,
  broker_lost_at timestamp with time zone,
  has_left boolean not null,
  reads_envelopes boolean not null default false,
  logs_changes boolean not null default false,
  version text,
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

create table retention_deleted (
  day date not null,
  definition_name text collate "C" not null,
  status text collate "C" not null,
  sagas bigint not null,
  constraint retention_deleted_pkey PRIMARY KEY (day, definition_name, status)
) with (fillfactor=50);

create table retention_exemption (
  saga_id uuid not null,
  actor text not null,
  reason text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint retention_exemption_pkey PRIMARY KEY (saga_id),
  constraint retention_exemption_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id)
);

create table retention_rule (
  definition_name text collate "C" not null,
  completed_days integer,
  compensated_days integer,
  abandoned_days integer,
  revision integer not null default 1,
  actor text not null,
  reason text not null,
  set_at timestamp with time zone not null default clock_timestamp(),
  constraint days_are_bounded CHECK ((((completed_days >= 1) AND (completed_days <= 36500)) AND ((compensated_days >= 1) AND (compensated_days <= 36500)) AND ((abandoned_days >= 1) AND (abandoned_days <= 36500)))),
  constraint retention_rule_pkey PRIMARY KEY (definition_name)
);

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
  waiting text collate "C",
  constraint ended_when_terminal CHECK (((status = ANY (ARRAY['completed'::text, 'compensated'::text, 'abandoned'::text])) = (ended_at IS NOT NULL))),
  constraint saga_definition_name_definition_version_fkey FOREIGN KEY (definition_name, definition_version) REFERENCES saga_definition(name, version),
  constraint saga_idempotency_key_key UNIQUE (idempotency_key),
  constraint saga_pkey PRIMARY KEY (id),
  constraint saga_version_check CHECK ((version >= 1)),
  constraint status_is_known CHECK ((status = ANY (ARRAY['running'::text, 'compensating'::text, 'stuck'::text, 'completed'::text, 'compensated'::text, 'abandoned'::text]))),
  constraint terminal_never_wakes CHECK (((ended_at IS NULL) OR (wake_at IS NULL)))
) with (fillfactor=60);

create table saga_change (
  txid xid8 not null default pg_current_xact_id(),
  changes text collate "C" not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint saga_change_changes_check CHECK ((changes <> ''::text)),
  constraint saga_change_pkey PRIMARY KEY (txid)
) with (toast_tuple_target=8160, autovacuum_vacuum_scale_factor=0.01, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_cost_delay=0);

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
  sensitive text[],
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

create table saga_failure (
  saga_id uuid not null,
  fingerprint text collate "C" not null,
  definition_name text collate "C" not null,
  definition_version integer not null,
  step text collate "C" not null,
  direction text collate "C" not null,
  state text collate "C" not null,
  attempts integer not null,
  code text not null,
  message text not null,
  since timestamp with time zone not null,
  hour integer not null default (floor((EXTRACT(epoch FROM (since AT TIME ZONE 'UTC'::text)) / (3600)::numeric)))::integer,
  seen_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint failure_is_bounded CHECK (((length(code) <= 100) AND (length(message) <= 500))),
  constraint saga_failure_pkey PRIMARY KEY (saga_id, fingerprint),
  constraint saga_failure_state_check CHECK ((state = ANY (ARRAY['stuck'::text, 'retrying'::text])))
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=500, autovacuum_vacuum_cost_delay=0);

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

create table saga_pause (
  saga_id uuid not null,
  since timestamp with time zone not null,
  by text not null,
  reason text not null,
  constraint saga_pause_pkey PRIMARY KEY (saga_id)
);

create table saga_search (
  saga_id uuid not null,
  content text not null,
  constraint saga_search_pkey PRIMARY KEY (saga_id),
  constraint saga_search_saga_id_fkey FOREIGN KEY (saga_id) REFERENCES saga(id) ON DELETE CASCADE
);

create table saved_view (
  id uuid not null,
  owner text collate "C" not null,
  name text collate "C" not null,
  filter text not null,
  is_shared boolean not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  constraint saved_view_owner_name_key UNIQUE (owner, name),
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint view_is_bounded CHECK (((length(name) <= 100) AND (length(filter) <= 4096)))
);

create table setting (
  name text collate "C" not null,
  value text not null,
  constraint setting_pkey PRIMARY KEY (name)
);

create table store_probe (
  filler text not null
);

create table turn (
  work text collate "C" not null,
  taken_at timestamp with time zone not null,
  constraint turn_pkey PRIMARY KEY (work)
) with (fillfactor=50);

create table view_default (
  role text collate "C" not null,
  view_id uuid not null,
  constraint view_default_pkey PRIMARY KEY (role),
  constraint view_default_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'operator'::text, 'admin'::text]))),
  constraint view_default_view_id_fkey FOREIGN KEY (view_id) REFERENCES saved_view(id) ON DELETE CASCADE
);

CREATE INDEX act_answer_at ON public.act_answer USING btree (at);

CREATE INDEX alert_delivery_created ON public.alert_delivery USING btree (created_at, id);

CREATE INDEX alert_delivery_due ON public.alert_delivery USING btree (next_try_at) WHERE (next_try_at IS NOT NULL);

CREATE INDEX api_key_created ON public.api_key USING btree (created_at, id);

CREATE INDEX approval_created ON public.approval USING btree (created_at, id);

CREATE INDEX approval_open ON public.approval USING btree (expires_at) WHERE (state = ANY (ARRAY['open'::text, 'confirming'::text]));

CREATE INDEX bulk_created ON public.bulk USING btree (created_at, id);

CREATE INDEX bulk_saga_awaited ON public.bulk_saga USING btree (bulk_id, place) WHERE ((state = 'done'::text) AND (outcome IS NULL));

CREATE INDEX bulk_saga_waiting ON public.bulk_saga USING btree (bulk_id, place) WHERE (state = 'waiting'::text);

CREATE INDEX bulk_unfinished ON public.bulk USING btree (lease_until) WHERE (status = 'running'::text);

CREATE INDEX dead_message_created ON public.dead_message USING btree (created_at, id);

CREATE INDEX dead_message_open ON public.dead_message USING btree (created_at) WHERE (resolved_at IS NULL);

CREATE INDEX dead_message_partial ON public.dead_message USING btree (saga_id) WHERE (reason = 'PARTIAL_RESPONSE'::text);

CREATE INDEX event_wait_key ON public.event_wait USING btree (event, key, saga_id);

CREATE INDEX failure_group_age ON public.failure_group USING btree (last_seen_at);

CREATE INDEX failure_hour_age ON public.failure_hour USING btree (hour);

CREATE INDEX kept_event_definition ON public.kept_event USING btree (definition, expires_at) INCLUDE (bytes);

CREATE INDEX kept_event_expires_at ON public.kept_event USING btree (expires_at);

CREATE INDEX kept_event_key ON public.kept_event USING btree (event, key, seq) INCLUDE (bytes);

CREATE INDEX login_session_credential ON public.login_session USING btree (credential, created_at);

CREATE INDEX login_session_expires ON public.login_session USING btree (expires_at);

CREATE INDEX operator_audit_actor ON public.operator_audit USING btree (actor COLLATE "C", at, id);

CREATE INDEX operator_audit_at ON public.operator_audit USING btree (at, id);

CREATE INDEX operator_audit_definition ON public.operator_audit USING btree (definition_name COLLATE "C", at, id) WHERE (definition_name IS NOT NULL);

CREATE INDEX operator_audit_operation ON public.operator_audit USING btree (operation_id, at, id) WHERE (operation_id IS NOT NULL);

CREATE INDEX operator_audit_saga ON public.operator_audit USING btree (saga_id, at);

CREATE INDEX operator_audit_subject ON public.operator_audit USING btree (subject_kind, subject_id, at, id) WHERE (subject_kind IS NOT NULL);

CREATE INDEX operator_audit_unsealed ON public.operator_audit USING btree (at, id) WHERE (seal_seq IS NULL);

CREATE INDEX outbox_undelivered ON public.outbox USING btree (created_at) WHERE (last_error IS NOT NULL);

CREATE INDEX pause_over ON public.pause USING btree (ended_at DESC) WHERE (ended_at IS NOT NULL);

CREATE INDEX pause_to_release ON public.pause USING btree (id) WHERE (released_at IS NULL);

CREATE INDEX saga_definition_awaited ON public.saga_definition USING gin (awaited jsonb_path_ops) WHERE (awaited <> '[]'::jsonb);

CREATE INDEX saga_definition_name ON public.saga USING btree (definition_name, id);

CREATE INDEX saga_definition_sensitive ON public.saga_definition USING btree (name, version) WHERE (sensitive IS NOT NULL);

CREATE INDEX saga_definition_trigger ON public.saga_definition USING btree (trigger_event) WHERE (trigger_event IS NOT NULL);

CREATE INDEX saga_ended_at ON public.saga USING btree (ended_at) INCLUDE (definition_name, definition_version, status) WHERE (ended_at IS NOT NULL);

CREATE INDEX saga_ended_version ON public.saga USING btree (definition_name, definition_version, status, id) WHERE (ended_at IS NOT NULL);

CREATE INDEX saga_error_code ON public.saga USING btree (error_code COLLATE "C", status, id) INCLUDE (definition_name, definition_version) WHERE (error_code IS NOT NULL);

CREATE INDEX saga_failure_ended ON public.saga_failure USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX saga_failure_open ON public.saga_failure USING btree (fingerprint, saga_id) WHERE (ended_at IS NULL);

CREATE INDEX saga_key ON public.saga USING btree (key, id) WHERE (key IS NOT NULL);

CREATE INDEX saga_open ON public.saga USING btree (status, id) WHERE (status = ANY (ARRAY['running'::text, 'compensating'::text, 'stuck'::text]));

CREATE INDEX saga_parent ON public.saga USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);

CREATE INDEX saga_search_content ON public.saga_search USING gin (content gin_trgm_ops);

CREATE INDEX saga_waiting_code ON public.saga USING btree (waiting, id) WHERE (waiting IS NOT NULL);

CREATE INDEX saga_wake_at ON public.saga USING btree (wake_at) WHERE (wake_at IS NOT NULL);

CREATE INDEX saga_without_error ON public.saga USING btree (status, id) WHERE ((error_code IS NULL) AND (status = ANY (ARRAY['compensated'::text, 'abandoned'::text])));

CREATE INDEX saved_view_shared ON public.saved_view USING btree (name, id) WHERE is_shared;

CREATE INDEX view_default_view ON public.view_default USING btree (view_id);

CREATE UNIQUE INDEX api_key_name ON public.api_key USING btree (name) WHERE ((revoked_at IS NULL) AND (replaced_by IS NULL));

CREATE UNIQUE INDEX pause_of_scope ON public.pause USING btree (scope, is_automatic) WHERE (ended_at IS NULL);

create function count_catalog_change() returns trigger as $$
      begin
        update catalog_version set version = version + 1 where catalog = tg_argv[0];
        return null;
      end $$;

create function keep_waiting() returns trigger as $$
  begin
    new.waiting := case when new.ended_at is null then saga_waiting(new.summary) end;
    return new;
  end $$;

create function lost_update() returns boolean as $$
      begin
        raise exception 'a saga moved on while a transition was written' using errcode = '40001';
      end $$;

create function refuse_audit_change() returns trigger as $$
      begin
        if tg_op = 'UPDATE' then
          -- a record is sealed once, and nothing else of it changes
          if old.seal_seq is null and new.seal_seq is not null then
            old.seal_seq := new.seal_seq;
            old.seal_hash := new.seal_hash;
            if old is not distinct from new then return new; end if;
          end if;
        elsif tg_op = 'DELETE' then
          if current_setting('conductor.trims_audit', true) = 'on' then return old; end if;
        end if;
        raise exception 'the audit log is append-only: % is refused', lower(tg_op)
          using errcode = '23514';
      end $$;

create function refuse_saga_update() returns trigger as $$
      begin
        if old.ended_at is not null then
          raise exception 'saga % has ended and cannot change', old.id using errcode = '23514';
        end if;
        raise exception 'saga % is at version % and cannot become another version %',
          old.id, old.version, new.version using errcode = '23514';
      end $$;

create function saga_waiting(summary text) returns text as $$
        select nullif(case
          when starts_with(summary, '{"waiting":"') then split_part(left(summary, 40), '"', 4)
          when position('"trouble":"stuck"' in summary) > 0 then 'stuck'
          when position('"what":"next-attempt"' in summary) > 0 then 'back-off'
          when position('"what":"await-lock"' in summary) > 0 then 'lock'
          when position('"what":"await-signal"' in summary) > 0 then 'signal'
          when position('"what":"await-event"' in summary) > 0 then 'event'
          when position('"status":"inquiring"' in summary) > 0 then 'inquiry'
          when position('"what":"await-reply"' in summary) > 0 then ''
          when position('"what":"delay"' in summary) > 0 then 'timer'
          else '' end, '') $$;

create function tally_deleted() returns trigger as $$
      declare mark timestamptz;
      begin
        select until into mark from ended_tally_mark for share;
        insert into ended_tally
          select definition_name, definition_version, status, -count(*) from gone
           where ended_at < mark group by 1, 2, 3;
        return null;
      end $$;

create function tally_late_end() returns trigger as $$
      declare mark timestamptz;
      begin
        select until into mark from ended_tally_mark for share;
        if tg_op = 'UPDATE' and old.ended_at < mark then
          insert into ended_tally values
            (old.definition_name, old.definition_version, old.status, -1);
        end if;
        if new.ended_at < mark then
          insert into ended_tally values
            (new.definition_name, new.definition_version, new.status, 1);
        end if;
        return null;
      end $$;

create function trim_audit(older_than timestamp with time zone, by_actor text, why text, most integer, by_way text, with_credential text) returns integer as $$
    select trim_audit(older_than, by_actor, why, most, by_way, with_credential, null, '')
  $$;

create function trim_audit(older_than timestamp with time zone, by_actor text, why text, most integer, by_way text, with_credential text, with_key text, with_fingerprint text) returns integer as $$
  declare
    last_seq bigint;
    last_hash bytea;
    trimmed integer;
  begin
    -- waits for whoever seals
    perform pg_advisory_xact_lock(7263115);
    select seal_seq, seal_hash into last_seq, last_hash from (
      select seal_seq, seal_hash, bool_and(at < older_than) over (order by seal_seq) as is_old
        from (select seal_seq, seal_hash, at from operator_audit
               where seal_seq is not null order by seal_seq limit most) as beginning) as part
     where is_old order by seal_seq desc limit 1;
    if last_seq is null then return 0; end if;
    perform set_config('conductor.trims_audit', 'on', true);
    delete from operator_audit where seal_seq <= last_seq;
    get diagnostics trimmed = row_count;
    perform set_config('conductor.trims_audit', '', true);
    insert into operator_audit
      (id, actor, via, credential, action, subject_kind, subject_id, reason, request,
       idempotency_key, fingerprint, after)
    values
      (gen_random_uuid(), by_actor, by_way, with_credential, 'trim-audit', 'audit',
       last_seq::text, why,
       json_build_object('olderThan', older_than), with_key, with_fingerprint,
       json_build_object('records', trimmed, 'seq', last_seq,
                         'hash', encode(last_hash, 'hex')));
    return trimmed;
  end $$;

CREATE TRIGGER api_key_added AFTER INSERT OR DELETE ON public.api_key FOR EACH ROW EXECUTE FUNCTION count_catalog_change('keys');

CREATE TRIGGER api_key_ended AFTER UPDATE ON public.api_key FOR EACH ROW WHEN (((new.revoked_at IS DISTINCT FROM old.revoked_at) OR (new.expires_at IS DISTINCT FROM old.expires_at))) EXECUTE FUNCTION count_catalog_change('keys');

CREATE TRIGGER audit_kept BEFORE DELETE OR UPDATE ON public.operator_audit FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON public.operator_audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER definition_added AFTER INSERT OR DELETE ON public.saga_definition FOR EACH ROW EXECUTE FUNCTION count_catalog_change('definitions');

CREATE TRIGGER definition_retired AFTER UPDATE ON public.saga_definition FOR EACH ROW WHEN ((new.retired_at IS DISTINCT FROM old.retired_at)) EXECUTE FUNCTION count_catalog_change('definitions');

CREATE TRIGGER participant_account AFTER UPDATE ON public.participant_description FOR EACH ROW WHEN ((new.account IS DISTINCT FROM old.account)) EXECUTE FUNCTION count_catalog_change('participants');

CREATE TRIGGER participant_added AFTER INSERT OR DELETE ON public.participant_description FOR EACH ROW EXECUTE FUNCTION count_catalog_change('participants');

CREATE TRIGGER pause_changed AFTER INSERT OR DELETE OR UPDATE OF ended_at, until ON public.pause FOR EACH ROW EXECUTE FUNCTION count_catalog_change('pauses');

CREATE TRIGGER saga_deleted AFTER DELETE ON public.saga REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tally_deleted();

CREATE TRIGGER saga_ended_late AFTER UPDATE ON public.saga FOR EACH ROW WHEN (((old.ended_at IS DISTINCT FROM new.ended_at) AND ((old.ended_at IS NOT NULL) OR (new.ended_at < (clock_timestamp() - '00:00:20'::interval))))) EXECUTE FUNCTION tally_late_end();

CREATE TRIGGER saga_guard BEFORE UPDATE ON public.saga FOR EACH ROW WHEN (((new.version < old.version) OR ((new.version = old.version) AND (new.state IS DISTINCT FROM old.state)) OR ((old.ended_at IS NOT NULL) AND (NOT ((old.status = 'completed'::text) AND (old.parent_id IS NOT NULL) AND (new.status = ANY (ARRAY['compensating'::text, 'stuck'::text, 'compensated'::text]))))))) EXECUTE FUNCTION refuse_saga_update();

CREATE TRIGGER saga_started_late AFTER INSERT ON public.saga FOR EACH ROW WHEN ((new.ended_at < (clock_timestamp() - '00:00:20'::interval))) EXECUTE FUNCTION tally_late_end();

CREATE TRIGGER saga_waiting_kept BEFORE INSERT OR UPDATE ON public.saga FOR EACH ROW WHEN (((split_part("left"(new.summary, 40), '"'::text, 4) IS DISTINCT FROM COALESCE(new.waiting, ''::text)) OR ((new.ended_at IS NOT NULL) AND (new.waiting IS NOT NULL)))) EXECUTE FUNCTION keep_waiting();
