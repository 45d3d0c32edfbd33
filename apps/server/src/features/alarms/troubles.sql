-- name: carriers_watched
-- Living accounts of a brand; of those behind a third-party platform what they granted it, and when its last ticket came.
select c.id, c.name, c.kind, c.created_at, c.platform_id, a.state as authorisation, p.ticket_at
from carriers c
left join platforms p on p.id = c.platform_id
left join platform_authorisations a on a.platform_id = c.platform_id and a.app_id = c.app_id
where c.brand_id = :brand_id
  and c.archived_at is null
order by c.id

-- name: callback_hours
-- Pushes answered, and refused for one of the given reasons, by account since an hour.
select carrier_id, sum(answered)::bigint as answered, sum(refused)::bigint as refused
from (
  select carrier_id, answered, 0 as refused
  from carrier_pushes
  where brand_id = :brand_id
    and hour >= :since
  union all
  select carrier_id, 0, n
  from drop_counts
  where brand_id = :brand_id
    and door = 'callback'
    and reason = any(:reasons::text[])
    and hour >= :since
) t
group by carrier_id

-- name: refused_last
-- The newest refusal of each account, endpoint and code since a moment, and when the account was last answered well.
select r.carrier_id, r.path, r.errcode, r.last_at, (
  select max(k.ok_at)
  from carrier_calls k
  where k.brand_id = r.brand_id
    and k.carrier_id = r.carrier_id
    and k.day >= :day::date
) as ok_at
from carrier_refusals r
where r.brand_id = :brand_id
  and r.day >= :day::date
  and r.last_at >= :since
order by r.last_at desc

-- name: imports_failed
-- Failed lately, or known to have failed.
select id, file, problem, finished_at
from imports
where brand_id = :brand_id
  and state = 'failed'
  and (coalesce(finished_at, started_at) >= :since or id = any(:known::text[]))
order by id
