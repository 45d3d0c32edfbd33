-- name: add_refresh
-- Who fetched a token, and when; the brand is the carrier's.
insert into carrier_token_refreshes (brand_id, carrier_id, at, by)
select brand_id, id, :now, :by
from carriers
where id = :carrier_id

-- name: refreshes
-- Tokens fetched by Beijing day.
select (at at time zone 'Asia/Shanghai')::date as day, count(*)::int as n
from carrier_token_refreshes
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and at >= :since
group by 1

-- name: last_refresh
select by
from carrier_token_refreshes
where brand_id = :brand_id
  and carrier_id = :carrier_id
order by at desc
limit 1

-- name: pushes_by_day
-- Pushes answered by Beijing day; hours of UTC are hours of Beijing.
select (hour at time zone 'Asia/Shanghai')::date as day,
       sum(answered)::bigint as answered,
       sum(repeats)::bigint as repeats,
       sum(total_ms) as total_ms,
       max(max_ms) as max_ms
from carrier_pushes
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and hour >= :since
group by 1

-- name: pushes_since
-- The first hour that was counted, and the last push.
select min(hour) as first_at, max(last_at) filter (where answered > 0) as last_at
from carrier_pushes
where brand_id = :brand_id
  and carrier_id = :carrier_id

-- name: refused_by_day
select (hour at time zone 'Asia/Shanghai')::date as day, reason, sum(n)::bigint as n
from drop_counts
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and door = 'callback'
  and reason <> 'repeat'
  and hour >= :since
group by 1, 2
