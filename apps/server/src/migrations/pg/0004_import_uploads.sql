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
alter table imports add column upload_id text;
alter table imports add column carrier_id text;
alter table imports add column format text;
alter table imports add column problem text not null default '';
