-- name: quotas
select path, read_at, daily_limit, used, own_calls, rate_calls, rate_seconds, errcode
from carrier_quotas
where brand_id = :brand_id
  and carrier_id = :carrier_id

-- name: keep_quota
insert into carrier_quotas (brand_id, carrier_id, path, read_at, daily_limit, used, own_calls, rate_calls, rate_seconds, errcode)
values (:brand_id, :carrier_id, :path, :read_at, :daily_limit, :used, :own_calls, :rate_calls, :rate_seconds, :errcode)
on conflict (brand_id, carrier_id, path) do update
set read_at = excluded.read_at,
    daily_limit = excluded.daily_limit,
    used = excluded.used,
    own_calls = excluded.own_calls,
    rate_calls = excluded.rate_calls,
    rate_seconds = excluded.rate_seconds,
    errcode = excluded.errcode

-- name: zero_quotas
-- After a clearing: nothing is used, and our calls count from here.
update carrier_quotas q
set used = 0,
    read_at = :at,
    own_calls = coalesce((
      select c.calls
      from carrier_calls c
      where c.brand_id = q.brand_id
        and c.carrier_id = q.carrier_id
        and c.day = :day::date
        and c.path = q.path
    ), 0)
where q.brand_id = :brand_id
  and q.carrier_id = :carrier_id
  and q.daily_limit is not null

-- name: clearings
-- Of one month, newest first.
select at, refused
from carrier_quota_clearings
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and at >= :since
  and at < :until
order by at desc

-- name: add_clearing
insert into carrier_quota_clearings (brand_id, carrier_id, id, at, actor, refused)
values (:brand_id, :carrier_id, :id, :at, :actor, :refused)

-- name: carriers_in_use
-- Living accounts that WeChat was asked about since a day.
select c.brand_id, c.id
from carriers c
where c.archived_at is null
  and exists (
    select 1
    from carrier_calls k
    where k.brand_id = c.brand_id
      and k.carrier_id = c.id
      and k.day >= :since::date
  )
order by c.brand_id, c.id
