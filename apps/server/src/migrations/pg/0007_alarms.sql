-- A brand's robot in a WeCom group, told when something is wrong. `webhook` is the sealed key of its address, its only credential.
create table alarms (
  brand_id text primary key references brands (id),
  webhook bytea not null,
  kinds text[] not null,
  lang text not null default 'zh' check (lang in ('zh', 'en')),
  paused boolean not null default false,
  updated_at timestamptz not null,
  sent_at timestamptz,
  -- Why the last message was not taken: a code and words of ours, never an address.
  problem text not null default ''
);

-- What is wrong, or was within the hour. `subject`: a carrier, a carrier and a path, or an import. `told_at`: when the group was
-- last told that it is wrong; `clear_at`: since when it looks well again; `said_over`: the group knows.
create table alarm_troubles (
  brand_id text not null references brands (id),
  kind text not null,
  subject text not null,
  since timestamptz not null,
  told_at timestamptz,
  clear_at timestamptz,
  said_over boolean not null default false,
  name text not null,
  fact jsonb not null,
  primary key (brand_id, kind, subject)
);
