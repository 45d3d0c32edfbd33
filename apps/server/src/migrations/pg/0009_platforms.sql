-- Third-party platforms (第三方平台): an agency's own credentials, and the accounts that authorised it.

-- `brand_id` is the brand whose owners look after the platform. `secrets`, `ticket` and `token` are sealed; times are WeChat's.
create table platforms (
  brand_id text not null references brands (id),
  id text primary key,
  app_id text not null unique,
  name text not null,
  secrets bytea not null,
  ticket bytea,
  ticket_at timestamptz,
  token bytea,
  token_expires_at timestamptz,
  created_at timestamptz not null
);
create index platforms_brand on platforms (brand_id);

-- Which platform a brand connects accounts through: its own, or one that an owner of both brands let it use.
create table platform_brands (
  brand_id text primary key references brands (id),
  platform_id text not null references platforms (id) on delete cascade,
  since timestamptz not null
);
create index platform_brands_platform on platform_brands (platform_id);

-- What an account granted the platform. `tokens` is sealed JSON {refreshToken, accessToken?, expiresAt?, code?}; access and refresh
-- token change together, against `version`. `refreshed_at`, `expires_at`: of the access token.
create table platform_authorisations (
  platform_id text not null references platforms (id) on delete cascade,
  app_id text not null,
  version integer not null,
  state text not null check (state in ('authorised', 'lapsed', 'withdrawn')),
  since timestamptz not null,
  sets integer[] not null,
  tokens bytea not null,
  refreshed_at timestamptz,
  expires_at timestamptz,
  primary key (platform_id, app_id)
);

-- Who may fetch a token just now. A lease ends by itself, by PostgreSQL's clock, so that a killed process blocks nobody for long.
create table platform_leases (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

-- An account's way through the authorisation page. State and codes are kept as hashes; `pre_auth` is sealed, for the page shows it
-- until `link_until`. `carrier_id`: this carrier is to change its mode, no new one is made. `outcome`: what came of it.
create table authorisation_starts (
  brand_id text not null references brands (id),
  id text primary key,
  platform_id text not null references platforms (id) on delete cascade,
  state_hash bytea not null unique,
  pre_auth bytea not null,
  pre_auth_hash bytea not null unique,
  code_hash bytea,
  kind text,
  carrier_id text,
  created_by text not null,
  created_at timestamptz not null,
  link_until timestamptz not null,
  expires_at timestamptz not null,
  outcome jsonb
);
create index authorisation_starts_brand on authorisation_starts (brand_id, created_at desc);

-- Null: connected by its own AppSecret. An account is in one brand's hands only.
alter table carriers add column platform_id text references platforms (id);
create unique index carriers_authorised on carriers (platform_id, app_id) where platform_id is not null and archived_at is null;
