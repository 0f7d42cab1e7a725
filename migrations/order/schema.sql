-- what the migrations make; compared by a test

create table customer_order (
  id text collate "C" not null,
  customer_id text,
  lines jsonb not null,
  amount numeric(12,2),
  status text not null,
  reason text,
  tracking_id text,
  saga_id text,
  placement_key text collate "C",
  placement_fingerprint bytea,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  check_at timestamp with time zone not null default (clock_timestamp() + '00:00:30'::interval),
  constraint customer_order_check CHECK (((status = 'rejected'::text) = (reason IS NOT NULL))),
  constraint customer_order_check1 CHECK (((placement_key IS NULL) = (placement_fingerprint IS NULL))),
  constraint customer_order_pkey PRIMARY KEY (id),
  constraint customer_order_placement_key_key UNIQUE (placement_key),
  constraint customer_order_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'confirmed'::text, 'rejected'::text])))
);

CREATE INDEX customer_order_to_check ON public.customer_order USING btree (check_at) WHERE (status = 'pending'::text);
