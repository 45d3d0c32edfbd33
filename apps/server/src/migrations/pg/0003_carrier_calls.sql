-- What we ask of WeChat, and what it lets us ask: calls by account, endpoint and Beijing day, refusals by code, quotas as read.

-- `personal` accounts have fewer rights than companies; null: not said.
alter table carriers add column subject text check (subject in ('personal', 'organisation'));

-- Attempts that were sent. Each process adds what it counted in batches. `ok_at`: the last good answer.
create table carrier_calls (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  day date not null,
  path text not null,
  calls bigint not null,
  failed bigint not null,
  ok_at timestamptz,
  primary key (brand_id, carrier_id, day, path)
);
create index carrier_calls_age on carrier_calls (day);

-- What WeChat refused, by its code. errcode 0: it did not answer.
create table carrier_refusals (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  day date not null,
  path text not null,
  errcode integer not null,
  n bigint not null,
  last_at timestamptz not null,
  rid text not null default '',
  primary key (brand_id, carrier_id, day, path, errcode)
);
create index carrier_refusals_age on carrier_refusals (day);

-- The last reading of openapi/quota/get. `own_calls`: our own count of that day at that moment, so that later calls can be added.
-- `errcode`: why there is none.
create table carrier_quotas (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  path text not null,
  read_at timestamptz not null,
  daily_limit bigint,
  used bigint,
  own_calls bigint not null default 0,
  rate_calls bigint,
  rate_seconds bigint,
  errcode integer,
  primary key (brand_id, carrier_id, path)
);

-- Clearings of the day's counters: WeChat allows ten a month. `refused`: WeChat said that the month's are used up.
create table carrier_quota_clearings (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  id text primary key,
  at timestamptz not null,
  actor text not null,
  refused boolean not null default false
);
create index carrier_quota_clearings_of on carrier_quota_clearings (brand_id, carrier_id, at desc);
