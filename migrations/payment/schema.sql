-- what the migrations make; compared by a test

create table capture (
  id uuid not null,
  command_key text collate "C" not null,
  authorization_id uuid not null,
  amount numeric(12,2) not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint capture_amount_check CHECK ((amount > (0)::numeric)),
  constraint capture_authorization_id_fkey FOREIGN KEY (authorization_id) REFERENCES card_authorization(id),
  constraint capture_authorization_id_key UNIQUE (authorization_id),
  constraint capture_command_key_key UNIQUE (command_key),
  constraint capture_pkey PRIMARY KEY (id)
);

create table card_authorization (
  id uuid not null,
  command_key text collate "C" not null,
  order_id text not null,
  amount numeric(12,2) not null,
  card_last_four text,
  status text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default clock_timestamp(),
  constraint card_authorization_amount_check CHECK ((amount > (0)::numeric)),
  constraint card_authorization_card_last_four_check CHECK ((length(card_last_four) <= 4)),
  constraint card_authorization_command_key_key UNIQUE (command_key),
  constraint card_authorization_pkey PRIMARY KEY (id),
  constraint card_authorization_status_check CHECK ((status = ANY (ARRAY['authorized'::text, 'captured'::text, 'refunded'::text, 'voided'::text])))
);

create table refund (
  id uuid not null,
  capture_id uuid not null,
  amount numeric(12,2) not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint refund_amount_check CHECK ((amount > (0)::numeric)),
  constraint refund_capture_id_fkey FOREIGN KEY (capture_id) REFERENCES capture(id),
  constraint refund_capture_id_key UNIQUE (capture_id),
  constraint refund_pkey PRIMARY KEY (id)
);
