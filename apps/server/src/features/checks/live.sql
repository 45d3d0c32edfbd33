-- name: living_carriers
select id from carriers where brand_id = :brand_id and archived_at is null order by id

-- name: own_apps
select app_id from carriers where brand_id = :brand_id and kind = 'mini_program' and archived_at is null

-- name: find_living
select kind from carriers where brand_id = :brand_id and id = :id and archived_at is null

-- name: content_titles
select content, title from statistic_contents where brand_id = :brand_id and carrier_id = :carrier_id and title <> '' order by content

-- name: end_unseen
-- What an account no longer shows, of the kinds that were read.
update check_reviews
set live_since = null
where brand_id = :brand_id and carrier_id = :carrier_id and kind = any(:kinds::text[]) and live_since is not null and id <> all(:seen::text[])
  and door = :door
