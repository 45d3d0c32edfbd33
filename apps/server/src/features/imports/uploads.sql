-- name: insert_upload
insert into uploads (brand_id, id, name, bytes, created_at)
values (:brand_id, :id, :name, :bytes, :at)

-- name: find_upload
-- `arrived`: bytes that are here.
select u.id, u.name, u.bytes, (select coalesce(sum(length(p.body)), 0) from upload_parts p where p.upload_id = u.id) as arrived
from uploads u
where u.brand_id = :brand_id
  and u.id = :id

-- name: write_part
insert into upload_parts (upload_id, n, body)
values (:id, :n, :body)
on conflict (upload_id, n) do update
set body = excluded.body

-- name: read_part
select p.body
from upload_parts p
join uploads u on u.id = p.upload_id
where u.brand_id = :brand_id
  and p.upload_id = :id
  and p.n = :n

-- name: delete_upload
delete from uploads
where brand_id = :brand_id
  and id = :id

-- name: forget_uploads
-- What was handed over long ago and waits for no import.
delete from uploads
where created_at < :before
  and not exists (select 1 from imports i where i.upload_id = uploads.id and i.state <> 'done')

-- name: waiting_bytes
-- How much of a brand is kept.
select coalesce(sum(bytes), 0) as bytes
from uploads
where brand_id = :brand_id
