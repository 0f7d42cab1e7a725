-- what the migrations make; compared by a test

create table gift_note (
  command_key text collate "C" not null,
  saga_id text not null,
  text text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint gift_note_pkey PRIMARY KEY (command_key)
);

create table reservation (
  id uuid not null,
  command_key text collate "C" not null,
  saga_id text collate "C" not null,
  order_id text collate "C" not null,
  lines jsonb not null,
  status text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  constraint reservation_command_key_key UNIQUE (command_key),
  constraint reservation_pkey PRIMARY KEY (id),
  constraint reservation_status_check CHECK ((status = ANY (ARRAY['reserved'::text, 'released'::text, 'shipped'::text])))
);

create table shipment (
  tracking_id text collate "C" not null,
  command_key text collate "C" not null,
  order_id text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint shipment_command_key_key UNIQUE (command_key),
  constraint shipment_pkey PRIMARY KEY (tracking_id)
);

create table stock (
  sku text collate "C" not null,
  available integer not null,
  constraint stock_available_check CHECK ((available >= 0)),
  constraint stock_pkey PRIMARY KEY (sku)
) with (fillfactor=50);

CREATE INDEX reservation_of_order ON public.reservation USING btree (order_id, saga_id);
