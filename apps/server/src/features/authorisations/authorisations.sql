-- name: insert_start
insert into authorisation_starts
  (brand_id, id, platform_id, state_hash, pre_auth, pre_auth_hash, kind, carrier_id, created_by, created_at, link_until, expires_at)
values
  (:brand_id, :id, :platform_id, :state_hash, :pre_auth, :pre_auth_hash, :kind, :carrier_id, :created_by, :now, :link_until, :expires_at)

-- name: start
select brand_id, id, platform_id, pre_auth, code_hash, kind, carrier_id, link_until, expires_at, outcome
from authorisation_starts
where brand_id = :brand_id
  and id = :id

-- name: start_by_state
select s.brand_id, s.id, s.platform_id, s.pre_auth, s.code_hash, s.kind, s.carrier_id, s.link_until, s.expires_at, s.outcome,
  b.name as brand_name, p.name as platform_name, p.app_id
from authorisation_starts s
join brands b on b.id = s.brand_id
join platforms p on p.id = s.platform_id
where s.state_hash = :state_hash

-- name: start_by_pre_auth
select brand_id, id, platform_id, pre_auth, code_hash, kind, carrier_id, link_until, expires_at, outcome
from authorisation_starts
where platform_id = :platform_id
  and pre_auth_hash = :pre_auth_hash

-- name: claim_start
-- The first code has it; the same code may come again.
update authorisation_starts
set code_hash = :code_hash
where brand_id = :brand_id
  and id = :id
  and (code_hash is null or code_hash = :code_hash)
returning id

-- name: release_start
-- The code that claimed it was none.
update authorisation_starts
set code_hash = null
where brand_id = :brand_id
  and id = :id
  and code_hash = :code_hash
  and outcome is null

-- name: lock_start
select outcome
from authorisation_starts
where brand_id = :brand_id
  and id = :id
for update

-- name: set_outcome
update authorisation_starts
set outcome = :outcome
where brand_id = :brand_id
  and id = :id

-- name: carrier_behind
-- The living carrier of an account behind a platform, whoever's it is.
select brand_id, id
from carriers
where platform_id = :platform_id
  and app_id = :app_id
  and archived_at is null

-- name: home_of
-- The brand whose owners look after a platform.
select brand_id from platforms where id = :platform_id
