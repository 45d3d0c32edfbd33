-- The pages of a Mini Program, as its app.json was given by an operator. Paths are without leading slash.
create table check_pages (
  brand_id text not null references brands (id),
  carrier_id text not null references carriers (id),
  pages text[] not null,
  by text not null,
  at timestamptz not null,
  primary key (brand_id, carrier_id)
);
