-- Figures that operators bring by hand: files of the Channels assistant.

-- A file that was read in, named by its bytes and what was said of them. `fresh`, `changed`, `same` count figures.
create table statistic_files (
  brand_id text not null,
  id text primary key,
  carrier_id text not null,
  file text not null,
  sheet text not null default '',
  mapping jsonb not null,
  state text not null check (state in ('running', 'done')),
  rows integer not null,
  rejected integer not null,
  fresh integer not null,
  changed integer not null,
  same integer not null,
  first_day date,
  last_day date,
  imported_by text not null,
  imported_at timestamptz not null
);
create index statistic_files_brand on statistic_files (brand_id, imported_at desc);

-- What a later file put in place of what: nothing that was known is lost.
create table statistic_changes (
  file_id text not null references statistic_files (id) on delete cascade,
  brand_id text not null,
  day date not null,
  metric text not null,
  dimension text not null,
  was double precision not null,
  became double precision not null,
  primary key (file_id, day, metric, dimension)
);

-- Which column is what, by the columns of the file it was said of.
create table statistic_mappings (
  brand_id text not null,
  columns text[] not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  primary key (brand_id, columns)
);

-- What videos and lives are called, by their ids in the figures.
create table statistic_contents (
  brand_id text not null,
  carrier_id text not null,
  content text not null,
  title text not null,
  primary key (brand_id, carrier_id, content)
);
