-- The state of the product: who the brands are, what they connected, who their people are, what waits to be processed.
-- brand_id leads every key. Times are instants; money is integer fen.

create table brands (
  id text primary key,
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  open_appid text,
  phone_salt bytea not null,
  next_person integer not null default 1,
  identity_epoch bigint not null default 0,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table users (
  id text primary key,
  email text not null,
  name text not null default '',
  password_hash text not null,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create table memberships (
  brand_id text not null references brands (id),
  user_id text not null references users (id),
  role text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  primary key (brand_id, user_id)
);

create table sessions (
  token_hash bytea primary key,
  user_id text not null references users (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);

create table api_keys (
  brand_id text not null references brands (id),
  id text primary key,
  kind text not null check (kind in ('write', 'secret')),
  name text not null,
  carrier_id text,
  prefix text not null,
  key_hash bytea not null unique,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_brand on api_keys (brand_id);

create table audit (
  brand_id text,
  id text primary key,
  actor text not null,
  act text not null,
  target text,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index audit_brand on audit (brand_id, at desc);

-- One account at WeChat. `secrets` is sealed JSON {appSecret, token, encodingAesKey, previousEncodingAesKey?}.
create table carriers (
  brand_id text not null references brands (id),
  id text primary key,
  kind text not null check (kind in ('mini_program', 'official_account', 'channels', 'shop')),
  account_type text check (account_type in ('service', 'subscription', 'mini_program', 'channels', 'shop')),
  verified_account boolean not null default false,
  name text not null,
  app_id text not null,
  original_id text,
  base_url text,
  secrets bytea not null,
  verification jsonb not null default '{}',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  -- When WeChat last checked the callback address with success.
  callback_checked_at timestamptz
);
create unique index carriers_app on carriers (brand_id, app_id) where archived_at is null;

-- The access token of an account, shared by all processes; the row lock makes refreshing single flight.
create table carrier_tokens (
  carrier_id text primary key references carriers (id) on delete cascade,
  token bytea,
  expires_at timestamptz,
  refreshed_at timestamptz
);

-- ---------------------------------------------------------------- inbox
-- A partition is worked on under its row's lock. `rounds` counts the finished rounds; `claimed_at` shares them out fairly;
-- `seed` is the seed of the key hashes, the same for every worker.
create table inbox_partitions (
  id smallint primary key,
  owner text not null default '',
  rounds bigint not null default 0,
  claimed_at timestamptz not null default now(),
  seed integer not null default floor(random() * 2147483647)::integer
);
insert into inbox_partitions (id) values (0), (1), (2), (3);

-- Written, on its own, before a round sends anything to the event store: a round that is here but not in
-- inbox_partitions.rounds was cut off, and its batches are looked up there before they are sent again. They are named one
-- by one, for late ones may have lower numbers. `mark`: by it the round's statements are found while they still run.
create table inbox_intents (
  partition smallint primary key,
  round bigint not null,
  batches bigint[] not null default '{}',
  mark text not null default ''
);

-- A row is a batch of lines, not an event; `body` is deflated when `packed`. `doubted`: it was parked whole and is
-- replayed under its own number, so its events may be stored already.
create table inbox (
  id bigint generated always as identity primary key,
  partition smallint not null,
  items integer not null,
  received_at timestamptz not null,
  packed boolean not null,
  doubted boolean not null default false,
  body bytea not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
alter table inbox alter column body set storage external;
create index inbox_partition on inbox (partition, id);

-- Keys already processed, 8 bytes each, kept 72 h; whoever takes a partition reads those after the round it knows.
create table seen_keys (
  partition smallint not null,
  round bigint not null,
  received_at timestamptz not null,
  keys bytea not null,
  primary key (partition, round)
);
create index seen_keys_age on seen_keys (received_at);

-- What could not be processed: a `whole` batch, or single lines of one.
create table inbox_parked (
  brand_id text,
  id bigint primary key,
  partition smallint not null,
  items integer not null,
  received_at timestamptz not null,
  parked_at timestamptz not null,
  error text not null,
  detail text not null default '',
  whole boolean not null default false,
  packed boolean not null,
  body bytea not null,
  replayed_at timestamptz
);

-- The last arrivals of a brand with what became of them, newest first; for the live tail.
create table tails (
  brand_id text primary key,
  rows jsonb not null,
  updated_at timestamptz not null
);

-- What was dropped or refused, counted by reason and hour; nothing else is kept of it.
create table drop_counts (
  brand_id text not null,
  carrier_id text not null default '',
  door text not null,
  reason text not null,
  hour timestamptz not null,
  n bigint not null,
  primary key (brand_id, carrier_id, door, reason, hour)
);
