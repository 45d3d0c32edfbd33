-- name: platform
select brand_id, id, app_id, name, secrets, ticket_at, created_at, release_test
from platforms
where id = :id

-- name: platform_of
-- The platform that a brand connects accounts through.
select p.brand_id, p.id, p.app_id, p.name, p.secrets, p.ticket_at, p.created_at, p.release_test
from platform_brands b
join platforms p on p.id = b.platform_id
where b.brand_id = :brand_id

-- name: lock_platform
select brand_id, id, app_id, name, secrets, ticket_at, created_at, release_test
from platforms
where id = :id
  and brand_id = :brand_id
for update

-- name: insert_platform
insert into platforms (brand_id, id, app_id, name, secrets, created_at)
values (:brand_id, :id, :app_id, :name, :secrets, :now)

-- name: update_platform
update platforms
set name = :name, secrets = :secrets, release_test = :release_test
where id = :id
  and brand_id = :brand_id

-- name: delete_platform
delete from platforms
where id = :id
  and brand_id = :brand_id

-- name: join_platform
insert into platform_brands (brand_id, platform_id, since)
values (:brand_id, :platform_id, :now)
on conflict do nothing
returning brand_id

-- name: leave_platform
delete from platform_brands
where brand_id = :brand_id

-- name: owned_elsewhere
-- Platforms of other brands that a person owns.
select p.id, p.name, p.app_id, b.name as brand_name
from platforms p
join brands b on b.id = p.brand_id
join memberships m on m.brand_id = p.brand_id and m.user_id = :user_id and m.role = 'owner'
where p.brand_id <> :brand_id
order by p.created_at, p.id

-- name: owns
select 1
from memberships
where brand_id = :brand_id
  and user_id = :user_id
  and role = 'owner'

-- name: brand_name
select name
from brands
where id = :brand_id

-- name: use_of
-- How many living carriers a brand has through the platform, and how many other brands use it.
select
  (select count(*) from carriers where platform_id = :id and brand_id = :brand_id and archived_at is null)::int as carriers,
  (select count(*) from platform_brands where platform_id = :id and brand_id <> :brand_id)::int as others

-- name: forget_archived
-- Archived carriers let go of a platform that is to be deleted.
update carriers
set platform_id = null
where platform_id = :id
  and archived_at is not null

-- name: unattached
-- Accounts that authorised the platform and are connected to no brand.
select a.app_id, a.since, a.sets
from platform_authorisations a
where a.platform_id = :id
  and a.state = 'authorised'
  and not exists (select 1 from carriers c where c.platform_id = a.platform_id and c.app_id = a.app_id and c.archived_at is null)
order by a.since desc, a.app_id
limit 100

-- name: read_ticket
select ticket, ticket_at
from platforms
where id = :id

-- name: keep_ticket
update platforms
set ticket = :ticket, ticket_at = :at
where id = :id
  and (ticket_at is null or ticket_at <= :at)

-- name: read_component_token
select token, token_expires_at
from platforms
where id = :id

-- name: lock_component_token
select token, token_expires_at
from platforms
where id = :id
for update

-- name: write_component_token
update platforms
set token = :token, token_expires_at = :expires_at
where id = :id

-- name: forget_component_token
update platforms
set token = null, token_expires_at = null
where id = :id

-- name: authorisation
select app_id, version, state, since, sets, tokens
from platform_authorisations
where platform_id = :platform_id
  and app_id = :app_id

-- name: authorisations
select app_id, version, state, since, sets, tokens
from platform_authorisations
where platform_id = :platform_id
order by app_id

-- name: swap_authorisation
-- Puts a record in place if the stored version is still the expected one; 0: there is none.
insert into platform_authorisations as a (platform_id, app_id, version, state, since, sets, tokens, refreshed_at, expires_at)
values (:platform_id, :app_id, :version, :state, :since, :sets, :tokens, :refreshed_at, :expires_at)
on conflict (platform_id, app_id) do update
set version = excluded.version, state = excluded.state, since = excluded.since, sets = excluded.sets, tokens = excluded.tokens,
  refreshed_at = coalesce(excluded.refreshed_at, a.refreshed_at), expires_at = excluded.expires_at
where a.version = :expected
returning app_id

-- name: set_sets
-- Sets read anew. The version stays: tokens are not touched.
update platform_authorisations
set sets = :sets
where platform_id = :platform_id
  and app_id = :app_id

-- name: add_refresh
-- Who fetched an account's token, and when, for the token's health.
insert into carrier_token_refreshes (brand_id, carrier_id, at, by)
select brand_id, id, :now, :by
from carriers
where platform_id = :platform_id
  and app_id = :app_id
  and archived_at is null

-- name: take_lease
insert into platform_leases as l (name, holder, until)
values (:name, :holder, clock_timestamp() + make_interval(secs => :seconds))
on conflict (name) do update
set holder = excluded.holder, until = excluded.until
where l.until < clock_timestamp()
returning name

-- name: end_lease
delete from platform_leases
where name = :name
  and holder = :holder
