-- Who the people of a brand are, and what is done for it.

create table persons (
  brand_id text not null,
  no integer not null,
  created_at timestamptz not null,
  merged_into integer,
  traits jsonb not null default '{}',
  primary key (brand_id, no)
);
create index persons_merged on persons (brand_id, merged_into) where merged_into is not null;

-- kind: openid (app_id set), unionid, phone (hashed), external, anonymous.
-- `origin` is the number the id was first known by: a cluster's person is the smallest origin in it, so that a
-- separation gives back what a merge had taken.
create table identities (
  brand_id text not null,
  kind text not null check (kind in ('openid', 'unionid', 'phone', 'external', 'anonymous')),
  app_id text not null default '',
  value text not null,
  person integer not null,
  origin integer not null,
  first_seen_at timestamptz not null,
  primary key (brand_id, kind, app_id, value)
);
create index identities_person on identities (brand_id, person);

-- Facts that two ids were seen together; persons are a function of this set. (first_ms, first_seq) is the earliest
-- sighting. Ids are node names: o:app:openid, u:unionid, e:external, p:phone, d:device. `cut`: an operator said that they are two.
create table identity_links (
  brand_id text not null,
  a text not null,
  b text not null,
  first_ms bigint not null,
  first_seq bigint not null,
  cut boolean not null default false,
  primary key (brand_id, a, b)
);
create index identity_links_b on identity_links (brand_id, b);

create table identity_conflicts (
  brand_id text not null,
  id text primary key,
  kind text not null check (
    kind in ('openid_two_unionids', 'shared_phone', 'phone_chain', 'shared_external', 'external_chain', 'shared_alias', 'alias_chain')
  ),
  subject text not null,
  detail jsonb not null,
  found_at timestamptz not null,
  resolved_at timestamptz,
  unique (brand_id, kind, subject)
);

-- The merge log: what joined whom and why; enough to undo it.
create table person_merges (
  brand_id text not null,
  id text primary key,
  from_person integer not null,
  into_person integer not null,
  reason text not null,
  evidence jsonb not null default '{}',
  moved jsonb not null default '[]',
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  squashed_at timestamptz
);
create index person_merges_brand on person_merges (brand_id, at desc);
create index person_merges_into on person_merges (brand_id, into_person);

-- Events to be moved in the event store after persons were separated: those of these ids that lie with other persons.
create table event_moves (
  id bigint generated always as identity primary key,
  brand_id text not null,
  from_persons integer[] not null,
  to_person integer not null,
  nodes text[] not null,
  at timestamptz not null
);

-- Persons whose arrivals must be worked out again: an earlier fact came in, or who they are has changed.
create table edges_dirty (
  brand_id text not null,
  person integer not null,
  primary key (brand_id, person)
);

-- ---------------------------------------------------------------- work and notes
create table jobs (
  id bigint generated always as identity primary key,
  queue text not null,
  key text,
  brand_id text,
  payload jsonb not null default '{}',
  run_at timestamptz not null,
  attempts integer not null default 0,
  again boolean not null default false,
  locked_until timestamptz,
  last_error text,
  failed_at timestamptz
);
create unique index jobs_key on jobs (queue, key) where key is not null and failed_at is null;
create index jobs_due on jobs (queue, run_at) where failed_at is null;

create table annotations (
  brand_id text not null,
  id text primary key,
  day date not null,
  text text not null,
  author text not null,
  created_at timestamptz not null
);
create index annotations_brand on annotations (brand_id, day);

-- Files that operators hand over in the console, kept until they are read in (or for a week): in the database, so that
-- any worker can read them and a killed import goes on elsewhere.
create table uploads (
  brand_id text not null,
  id text primary key,
  name text not null,
  bytes bigint not null,
  created_at timestamptz not null
);
create index uploads_age on uploads (created_at);

create table upload_parts (
  upload_id text not null references uploads (id) on delete cascade,
  n integer not null,
  body bytea not null,
  primary key (upload_id, n)
);
alter table upload_parts alter column body set storage external;

-- `problem`: why the import stands still, for people. `carrier_id`, `format`: what resuming it needs.
create table imports (
  brand_id text not null,
  id text primary key,
  file text not null,
  file_hash text not null,
  mapping jsonb not null,
  state text not null check (state in ('running', 'done', 'failed', 'dry')),
  line bigint not null default 0,
  accepted bigint not null default 0,
  rejected bigint not null default 0,
  errors jsonb not null default '[]',
  started_at timestamptz not null,
  finished_at timestamptz,
  upload_id text,
  carrier_id text,
  format text,
  problem text not null default ''
);
create index imports_brand on imports (brand_id, started_at desc);
