-- name: unified_people
-- People whose second app became known in a time. Reads identities by brand.
select person
from (
  select person, app_id, min(first_seen_at) as seen_at, row_number() over (partition by person order by min(first_seen_at), app_id) as place
  from identities
  where brand_id = :brand_id and kind = 'openid'
  group by person, app_id
) as apps
where place = 2 and seen_at >= :from and seen_at < :to
order by person
