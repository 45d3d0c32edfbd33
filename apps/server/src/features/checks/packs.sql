-- name: list_packs
select id, version, body, uploaded_by, uploaded_at, forced_by, forced_at, forced_despite from check_packs where brand_id = :brand_id order by id, uploaded_at

-- name: find_pack
select id, version, body, uploaded_by, uploaded_at, forced_by, forced_at, forced_despite
from check_packs
where brand_id = :brand_id and id = :id and version = :version

-- name: insert_pack
-- A version is one text for ever: nothing comes back when it is there already.
insert into check_packs (brand_id, id, version, body, uploaded_by, uploaded_at)
values (:brand_id, :id, :version, :body::jsonb, :by, :at)
on conflict do nothing
returning id

-- name: force_pack
update check_packs set forced_by = :by, forced_at = :at, forced_despite = :despite where brand_id = :brand_id and id = :id and version = :version returning id

-- name: unforce_pack
update check_packs set forced_by = null, forced_at = null, forced_despite = null
where brand_id = :brand_id and id = :id and version = :version and forced_at is not null
returning id
