-- name: partition_count
select count(*)::int as n from inbox_partitions

-- name: find_import
select id, line, accepted, rejected, state, errors
from imports
where brand_id = :brand_id
  and id = :id

-- name: begin_import
-- A new import, or one that goes on; how far it got stays.
insert into imports (brand_id, id, file, file_hash, mapping, upload_id, carrier_id, format, state, started_at)
values (:brand_id, :id, :file, :file_hash, :mapping::jsonb, :upload_id, :carrier_id, :format, 'running', :at)
on conflict (id) do update
set state = 'running', problem = '', finished_at = null, upload_id = coalesce(excluded.upload_id, imports.upload_id)

-- name: write_chunk
insert into inbox (partition, items, received_at, packed, body)
values (:partition, :items, :at, :packed, :body)

-- name: advance_import
-- Nothing when it is no longer where the reader left it.
update imports
set line = :line, accepted = :accepted, rejected = :rejected, errors = :errors::jsonb
where brand_id = :brand_id
  and id = :id
  and line = :from
returning id

-- name: end_import
update imports
set state = 'done', finished_at = :at, mapping = :mapping::jsonb
where brand_id = :brand_id
  and id = :id

-- name: fail_import
update imports
set state = 'failed', problem = :problem, finished_at = :at
where brand_id = :brand_id
  and id = :id
  and state = 'running'

-- name: waiting
select coalesce(sum(items), 0)::int as items from inbox

-- name: carrier_app
select app_id
from carriers
where brand_id = :brand_id
  and id = :id

-- name: list_imports
-- Newest first. An upload is there as long as its import can go on.
select i.id, i.file, i.state, i.line, i.accepted, i.rejected, i.errors, i.problem, i.mapping, i.format, i.carrier_id, i.started_at, i.finished_at, u.id as upload_id
from imports i
left join uploads u on u.brand_id = i.brand_id and u.id = i.upload_id
where i.brand_id = :brand_id
order by i.started_at desc, i.id
limit 100

-- name: resumable_import
-- What the job needs to go on with an import whose bytes are here.
select i.id, i.file, i.state, i.mapping, i.format, i.carrier_id, u.id as upload_id
from imports i
join uploads u on u.brand_id = i.brand_id and u.id = i.upload_id
where i.brand_id = :brand_id
  and i.id = :id
