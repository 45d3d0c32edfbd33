-- Each time an account's token was fetched anew: when, and by which process.
create table carrier_token_refreshes (
  brand_id text not null,
  carrier_id text not null references carriers (id) on delete cascade,
  at timestamptz not null,
  by text not null
);
create index carrier_token_refreshes_of on carrier_token_refreshes (brand_id, carrier_id, at desc);
create index carrier_token_refreshes_age on carrier_token_refreshes (at);
