-- name: parked
-- Parked batches that wait since before an instant.
select count(*)::int as batches, coalesce(sum(items), 0)::int as items, min(parked_at) as oldest
from inbox_parked
where brand_id = :brand_id and replayed_at is null and parked_at < :before

-- name: connected
-- Living carriers by kind: how many, how many whose credentials WeChat accepted, how many whose address it has reached.
select kind,
  count(*) as n,
  count(*) filter (where verification @> '{"steps": [{"id": "credentials", "state": "ok"}]}') as credentials,
  count(*) filter (where callback_checked_at is not null) as callbacks
from carriers
where brand_id = :brand_id
  and archived_at is null
group by kind
