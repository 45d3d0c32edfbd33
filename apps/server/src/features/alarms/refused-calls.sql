-- name: refused_calls
-- The newest refusal of each account and endpoint since a day, if it has not answered well after.
select distinct on (r.carrier_id, r.path) r.carrier_id, r.path, r.errcode
from carrier_refusals r
where r.brand_id = :brand_id
  and r.day >= :day::date
  and not exists (
    select 1
    from carrier_calls k
    where k.brand_id = r.brand_id
      and k.carrier_id = r.carrier_id
      and k.day >= :day::date
      and k.path = r.path
      and k.ok_at >= r.last_at
  )
order by r.carrier_id, r.path, r.last_at desc
