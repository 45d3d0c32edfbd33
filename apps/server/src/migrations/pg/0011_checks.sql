-- Checks: verdicts kept with what was read, what a brand says about rules, and the work that comes of a change.

-- `revision` moves with every change of a brand's rules, so that every process knows when to read them again.
create table check_brands (
  brand_id text primary key references brands (id),
  revision bigint not null
);

-- Words that a brand forbids. `rule` is what the operator typed.
create table check_brand_rules (
  brand_id text not null references brands (id),
  id text not null,
  rule jsonb not null,
  by text not null,
  at timestamptz not null,
  primary key (brand_id, id)
);

-- Severities that hold instead of the pack's; `carrier` '': on all. Null severity: off.
create table check_severities (
  brand_id text not null references brands (id),
  rule text not null,
  carrier text not null default '',
  severity text check (severity in ('block', 'warn', 'info')),
  reason text not null,
  by text not null,
  at timestamptz not null,
  primary key (brand_id, rule, carrier)
);

-- Exceptions for a time. No artefact: all of the brand.
create table check_waivers (
  brand_id text not null references brands (id),
  id text not null,
  rule text not null,
  artefact_kind text,
  artefact_id text,
  until timestamptz not null,
  reason text not null,
  by text not null,
  at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  primary key (brand_id, id)
);

-- Packs that a brand uploaded. Of those put in force whose day has come, the one put in force last holds.
create table check_packs (
  brand_id text not null references brands (id),
  id text not null,
  version text not null,
  body jsonb not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  forced_by text,
  forced_at timestamptz,
  primary key (brand_id, id, version)
);

-- A verdict with the very content that was read. `findings` as the engine gave them, before waivers; `verdict` and `rules` after
-- those that were in force. `ruleset`: the rules it was read by. Of an artefact at most one content is live.
create table check_reviews (
  brand_id text not null references brands (id),
  id text not null,
  kind text not null,
  artefact_id text not null,
  name text not null,
  carrier text,
  surface text,
  draft_kind text,
  carrier_id text,
  hash text not null,
  content jsonb not null,
  verdict text not null check (verdict in ('block', 'warn', 'pass')),
  findings jsonb not null,
  rules text[] not null,
  packs text[] not null,
  ruleset text not null,
  at timestamptz not null,
  by text not null,
  live_since timestamptz,
  door text,
  confirmed_by text,
  confirmed_at timestamptz,
  primary key (brand_id, id)
);
create unique index check_reviews_artefact on check_reviews (brand_id, kind, artefact_id, hash);
create unique index check_reviews_live on check_reviews (brand_id, kind, artefact_id) where live_since is not null;
create index check_reviews_scan on check_reviews (brand_id, id) where live_since is not null;
create index check_reviews_at on check_reviews (brand_id, at desc, id desc);
create index check_reviews_rules on check_reviews using gin (rules);

-- One reading of everything live. `cursor`: the last review that is done; `upto`: later ones were read by the new rules anyway.
create table check_scans (
  brand_id text not null references brands (id),
  id text not null,
  kind text not null check (kind in ('preview', 'apply')),
  cause text not null,
  pack_id text,
  pack_version text,
  state text not null check (state in ('running', 'done', 'failed', 'replaced')),
  total integer not null,
  cursor text not null default '',
  upto text not null,
  done integer not null default 0,
  changed integer not null default 0,
  worse integer not null default 0,
  better integer not null default 0,
  moves jsonb not null default '{}',
  tasks_opened integer not null default 0,
  problem text,
  by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (brand_id, id)
);
create index check_scans_started on check_scans (brand_id, started_at desc);

-- What it changed. `rank`: the worst first.
create table check_scan_changes (
  brand_id text not null,
  scan_id text not null,
  review_id text not null,
  was text not null,
  becomes text not null,
  added text[] not null,
  gone text[] not null,
  rank smallint not null,
  primary key (brand_id, scan_id, rank, review_id),
  foreign key (brand_id, scan_id) references check_scans (brand_id, id) on delete cascade
);

-- Something live that newly fails, for a person to put right; one open task an artefact.
create table check_tasks (
  brand_id text not null references brands (id),
  id text not null,
  review_id text not null,
  kind text not null,
  artefact_id text not null,
  name text not null,
  verdict text not null,
  rules text[] not null,
  scan_id text,
  opened_at timestamptz not null,
  done_by text,
  done_at timestamptz,
  primary key (brand_id, id)
);
create unique index check_tasks_open on check_tasks (brand_id, kind, artefact_id) where done_at is null;

-- WeChat's verdict on what users wrote. `openid` and `content` are forgotten once it is there.
create table check_opinions (
  brand_id text not null references brands (id),
  id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  artefact_kind text not null,
  artefact_id text not null,
  kind text not null check (kind in ('text', 'image', 'sound')),
  hash text not null,
  openid text,
  scene smallint not null,
  content text,
  ours text,
  state text not null check (state in ('waiting', 'asked', 'answered', 'impossible')),
  theirs text,
  label integer,
  problem jsonb,
  trace_id text,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (brand_id, id)
);
create unique index check_opinions_artefact on check_opinions (brand_id, artefact_kind, artefact_id, hash);
create index check_opinions_trace on check_opinions (brand_id, carrier_id, trace_id) where trace_id is not null;
