-- name: list
-- Reads by brand and day.
select id, day, text, author, created_at
from annotations
where brand_id = :brand_id
  and (:from::date is null or day >= :from)
  and (:to::date is null or day <= :to)
order by day, created_at, id

-- name: insert
insert into annotations (brand_id, id, day, text, author, created_at)
values (:brand_id, :id, :day, :text, :author, :created_at)
returning id, day, text, author, created_at

-- name: update
update annotations
set day = coalesce(:day, day), text = coalesce(:text, text)
where brand_id = :brand_id and id = :id
returning id, day, text, author, created_at

-- name: remove
delete from annotations where brand_id = :brand_id and id = :id returning id
