-- name: connected
-- Living carriers by kind: how many, how many whose credentials WeChat accepted, how many whose address it has reached.
select kind,
  count(*) as n,
  count(*) filter (where verification @> '{"steps": [{"id": "credentials", "state": "ok"}]}') as credentials,
  count(*) filter (where exists (
    select 1
    from drop_counts d
    where d.brand_id = c.brand_id and d.carrier_id = c.id and d.door = 'callback' and d.reason = 'verified'
  )) as callbacks
from carriers c
where brand_id = :brand_id
  and archived_at is null
group by kind
