-- name: add_calls
-- Counts of one process added to the day's. Carriers that are gone meanwhile are left out.
insert into carrier_calls (brand_id, carrier_id, day, path, calls, failed, ok_at)
select t.*
from unnest(:brand::text[], :carrier::text[], :day::date[], :path::text[], :calls::bigint[], :failed::bigint[], :ok_at::timestamptz[])
  as t (brand_id, carrier_id, day, path, calls, failed, ok_at)
join carriers c on c.brand_id = t.brand_id and c.id = t.carrier_id
on conflict (brand_id, carrier_id, day, path) do update
set calls = carrier_calls.calls + excluded.calls,
    failed = carrier_calls.failed + excluded.failed,
    ok_at = greatest(carrier_calls.ok_at, excluded.ok_at)

-- name: add_refusals
insert into carrier_refusals (brand_id, carrier_id, day, path, errcode, n, last_at, rid)
select t.*
from unnest(:brand::text[], :carrier::text[], :day::date[], :path::text[], :errcode::integer[], :n::bigint[], :last_at::timestamptz[], :rid::text[])
  as t (brand_id, carrier_id, day, path, errcode, n, last_at, rid)
join carriers c on c.brand_id = t.brand_id and c.id = t.carrier_id
on conflict (brand_id, carrier_id, day, path, errcode) do update
set n = carrier_refusals.n + excluded.n,
    last_at = greatest(carrier_refusals.last_at, excluded.last_at),
    rid = case when excluded.last_at >= carrier_refusals.last_at and excluded.rid <> '' then excluded.rid else carrier_refusals.rid end

-- name: calls_of
-- An account's calls by endpoint since a day: all days together, and those of today.
select path,
       sum(calls)::bigint as calls,
       coalesce(sum(calls) filter (where day = :today::date), 0)::bigint as today,
       coalesce(sum(failed) filter (where day = :today::date), 0)::bigint as failed_today,
       max(ok_at) as ok_at
from carrier_calls
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and day >= :since::date
group by path
order by path

-- name: refusals_of
-- What WeChat refused an account since a day, by endpoint and code, newest first.
select path, errcode, sum(n)::bigint as n, max(last_at) as last_at, (array_agg(rid order by last_at desc))[1] as rid
from carrier_refusals
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and day >= :since::date
group by path, errcode
order by last_at desc, path

-- name: refused_since
-- Endpoints and codes that WeChat refused an account since a day, and has not answered well after.
select r.path, r.errcode, max(r.last_at) as last_at
from carrier_refusals r
where r.brand_id = :brand_id
  and r.carrier_id = :carrier_id
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
group by r.path, r.errcode
order by last_at desc
