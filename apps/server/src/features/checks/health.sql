-- name: living
select id, name, kind from carriers where brand_id = :brand_id and archived_at is null order by created_at, id

-- name: refusals_by_day
select carrier_id, day::text as on_day, path, errcode, sum(n)::int as n
from carrier_refusals
where brand_id = :brand_id and day between :from::date and :to::date and errcode <> 0
group by carrier_id, day, path, errcode
