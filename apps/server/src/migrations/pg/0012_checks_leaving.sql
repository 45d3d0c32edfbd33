-- What is on its way out: set before the send, gone once WeChat has answered. While it stands nobody knows whether people see it,
-- so it counts as out there and is read again when rules change.
alter table check_reviews add column leaving_since timestamptz;
alter table check_reviews add column out_there boolean not null generated always as (live_since is not null or leaving_since is not null) stored;

drop index check_reviews_scan;
create index check_reviews_scan on check_reviews (brand_id, id) where out_there;
