-- A change of secrets under way, without the secrets: {changed, startedAt, startedBy, until, changedAt, reversed}. Old ones stay in
-- `secrets` beside the new until `until`.
alter table carriers add column rotation jsonb;

-- Pushes answered by hour, with the time our answer took; `old_at`, `new_at`: the last one that came with secrets from before
-- and after a change under way. Written in batches.
create table carrier_pushes (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  hour timestamptz not null,
  answered bigint not null,
  repeats bigint not null,
  total_ms double precision not null,
  max_ms double precision not null,
  last_at timestamptz not null,
  old_at timestamptz,
  new_at timestamptz,
  primary key (brand_id, carrier_id, hour)
);
create index carrier_pushes_age on carrier_pushes (hour);
