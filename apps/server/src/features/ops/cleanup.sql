-- name: forget_drops
-- Of all brands, at most :limit rows whose hour is over so long.
with gone as (
  delete from drop_counts where ctid = any(array(select ctid from drop_counts where hour < :before limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_parked
-- Replayed ones count from their replay.
with gone as (
  delete from inbox_parked where ctid = any(array(
    select ctid from inbox_parked where coalesce(replayed_at, parked_at) < :before limit :limit
  )) returning brand_id, replayed_at
)
select brand_id, count(*) filter (where replayed_at is null)::int as n, count(*)::int as rows from gone group by brand_id

-- name: forget_audit
with gone as (
  delete from audit where ctid = any(array(select ctid from audit where at < :before limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_calls
-- Calls to WeChat and what it refused; the days are counted as days of Beijing.
with gone as (
  delete from carrier_calls where ctid = any(array(select ctid from carrier_calls where day < :before::timestamptz limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_refusals
with gone as (
  delete from carrier_refusals where ctid = any(array(
    select ctid from carrier_refusals where day < :before::timestamptz limit :limit
  )) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_pushes
with gone as (
  delete from carrier_pushes where ctid = any(array(select ctid from carrier_pushes where hour < :before limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_refreshes
with gone as (
  delete from carrier_token_refreshes where ctid = any(array(
    select ctid from carrier_token_refreshes where at < :before limit :limit
  )) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_starts
-- Ways of authorising an account whose time is over.
with gone as (
  delete from authorisation_starts where ctid = any(array(
    select ctid from authorisation_starts where expires_at < :before limit :limit
  )) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_reviews
-- Verdicts on what is not live and was not asked about for so long.
with gone as (
  delete from check_reviews where ctid = any(array(
    select ctid from check_reviews where not out_there and at < :before limit :limit
  )) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_scans
-- Readings of everything live, with what each changed.
with gone as (
  delete from check_scans where ctid = any(array(select ctid from check_scans where started_at < :before limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id

-- name: forget_opinions
with gone as (
  delete from check_opinions where ctid = any(array(select ctid from check_opinions where asked_at < :before limit :limit)) returning brand_id
)
select brand_id, count(*)::int as n from gone group by brand_id
