-- name: partition_count
select count(*)::int as n from inbox_partitions

-- name: find_import
select id, line, accepted, rejected, state from imports where brand_id = :brand_id and id = :id

-- name: begin_import
insert into imports (brand_id, id, file, file_hash, mapping, state, started_at) values (:brand_id, :id, :file, :file_hash, :mapping::jsonb, 'running', :at)

-- name: write_chunk
insert into inbox (partition, items, received_at, packed, body) values (:partition, :items, :at, :packed, :body)

-- name: advance_import
update imports set line = :line, accepted = :accepted, rejected = :rejected, errors = :errors::jsonb where brand_id = :brand_id and id = :id

-- name: end_import
update imports set state = 'done', finished_at = :at, mapping = :mapping::jsonb where brand_id = :brand_id and id = :id

-- name: waiting
select coalesce(sum(items), 0)::int as items from inbox

-- name: carrier_app
select app_id from carriers where brand_id = :brand_id and id = :id

-- name: list_imports
select id, file, state, line, accepted, rejected, errors, started_at, finished_at from imports where brand_id = :brand_id order by started_at desc limit 100
