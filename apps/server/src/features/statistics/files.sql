-- name: find_channel
select id, kind, archived_at from carriers where brand_id = :brand_id and id = :id

-- name: find_file
select id, state, rows, rejected, fresh, changed, same from statistic_files where brand_id = :brand_id and id = :id

-- name: begin_file
-- One that was begun before keeps its counts: what it replaced is written down already.
insert into statistic_files (brand_id, id, carrier_id, file, sheet, mapping, state, rows, rejected, fresh, changed, same, first_day, last_day, imported_by, imported_at)
values (:brand_id, :id, :carrier_id, :file, :sheet, :mapping::jsonb, 'running', :rows, :rejected, :fresh, :changed, :same, :first_day::date, :last_day::date, :by, :at)
on conflict (id) do nothing

-- name: write_changes
insert into statistic_changes (file_id, brand_id, day, metric, dimension, was, became)
select :file_id, :brand_id, day, metric, dimension, was, became
from unnest(:days::date[], :metrics::text[], :dimensions::text[], :was::float8[], :became::float8[]) as q (day, metric, dimension, was, became)
on conflict do nothing

-- name: end_file
update statistic_files set state = 'done' where brand_id = :brand_id and id = :id

-- name: list_files
select id, carrier_id, file, sheet, rows, rejected, fresh, changed, same, first_day, last_day, imported_at
from statistic_files
where brand_id = :brand_id and state = 'done'
order by imported_at desc, id
limit 100

-- name: list_changes
select day, dimension as content, metric, was, became as becomes
from statistic_changes
where brand_id = :brand_id and file_id = :file_id
order by day desc, metric, dimension
limit 1000

-- name: keep_mapping
insert into statistic_mappings (brand_id, columns, mapping, used_at)
values (:brand_id, :columns::text[], :mapping::jsonb, :at)
on conflict (brand_id, columns) do update set mapping = excluded.mapping, used_at = excluded.used_at

-- name: fitting_mapping
-- The same columns first, then the newest whose columns are all here.
select mapping
from statistic_mappings
where brand_id = :brand_id and columns <@ :columns::text[]
order by columns = :columns::text[] desc, cardinality(columns) desc, used_at desc
limit 1

-- name: keep_titles
insert into statistic_contents (brand_id, carrier_id, content, title)
select :brand_id, :carrier_id, content, title from unnest(:contents::text[], :titles::text[]) as q (content, title)
order by content
on conflict (brand_id, carrier_id, content) do update set title = excluded.title
