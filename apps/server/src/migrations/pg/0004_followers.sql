-- Who follows which Official Account, as WeChat said last, and the back-fills that read it from there.

-- `followed_at` is WeChat's own time of the latest follow known: an event was made of it. `state_at` is the moment from
-- which `subscribed` is known: a callback's own time, or when WeChat was asked; what is older changes nothing.
-- `scene` and `tags` are known of those that WeChat was asked about.
create table followers (
  brand_id text not null,
  carrier_id text not null,
  openid text not null,
  subscribed boolean not null,
  followed_at timestamptz,
  state_at timestamptz not null,
  scene text,
  tags integer[],
  primary key (brand_id, carrier_id, openid)
) with (fillfactor = 80);

-- The account's own tags by number.
create table follower_tags (
  brand_id text not null,
  carrier_id text not null,
  tag integer not null,
  name text not null,
  primary key (brand_id, carrier_id, tag)
);

-- One reading of an account's followers. `page` is what the last list call gave, `page_done` how many of it are stored, `cursor`
-- where the next one begins: all three move in the transaction that stores people. `holder` is the worker at it; who is no longer
-- named there stores nothing. `leg` numbers the jobs of one back-fill. `people_per_s` is the pace of late.
create table follower_backfills (
  brand_id text not null,
  id text primary key,
  carrier_id text not null,
  state text not null check (state in ('running', 'waiting', 'paused', 'done', 'cancelled', 'failed')),
  reason text not null default '',
  problem jsonb,
  resume_at timestamptz,
  leave_share real not null,
  holder text,
  leg integer not null default 1,
  cursor text not null default '',
  page text[] not null default '{}',
  page_done integer not null default 0,
  last_page boolean not null default false,
  total integer,
  listed integer not null default 0,
  done integer not null default 0,
  following integer not null default 0,
  fresh integer not null default 0,
  linked integer not null default 0,
  gone integer not null default 0,
  unknown integer not null default 0,
  in_flight integer not null,
  setbacks integer not null default 0,
  people_per_s real,
  quota jsonb,
  started_by text not null,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz
);
create unique index follower_backfills_one on follower_backfills (carrier_id) where state in ('running', 'waiting', 'paused');
create index follower_backfills_carrier on follower_backfills (brand_id, carrier_id, started_at desc);

-- Calls that back-fills have made or set aside, by Beijing day: WeChat counts by it.
create table follower_calls (
  brand_id text not null,
  carrier_id text not null,
  day date not null,
  path text not null,
  calls integer not null,
  primary key (brand_id, carrier_id, day, path)
);
