-- what the migrations make; compared by a test

create table customer_order (
  id text not null,
  customer_id text,
  lines jsonb not null,
  amount numeric(12,2),
  status text not null,
  reason text,
  tracking_id text,
  saga_id text,
  placement_key text,
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

create table saga_start (
  order_id text not null,
  input text not null,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default clock_timestamp(),
  last_error text,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint saga_start_order_id_fkey FOREIGN KEY (order_id) REFERENCES customer_order(id),
  constraint saga_start_pkey PRIMARY KEY (order_id)
);

CREATE INDEX customer_order_to_check ON public.customer_order USING btree (check_at) WHERE (status = 'pending'::text);

CREATE INDEX saga_start_due ON public.saga_start USING btree (due_at);
