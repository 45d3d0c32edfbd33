-- name: insert_carrier
insert into carriers (brand_id, id, kind, account_type, verified_account, subject, name, app_id, original_id, base_url, secrets, created_at)
values (:brand_id, :id, :kind, :account_type, :verified_account, :subject, :name, :app_id, :original_id, :base_url, :secrets, :now)

-- name: list_carriers
select id, brand_id, kind, account_type, verified_account, subject, name, app_id, original_id, base_url, secrets, verification, rotation, created_at, archived_at
from carriers
where brand_id = :brand_id
  and (:archived::boolean or archived_at is null)
order by created_at, id

-- name: find_carrier
select id, brand_id, kind, account_type, verified_account, subject, name, app_id, original_id, base_url, secrets, verification, rotation, created_at, archived_at
from carriers
where brand_id = :brand_id
  and id = :id

-- name: lock_carrier
select id, brand_id, kind, account_type, verified_account, subject, name, app_id, original_id, base_url, secrets, verification, rotation, created_at, archived_at
from carriers
where brand_id = :brand_id
  and id = :id
  and archived_at is null
for update

-- name: update_carrier
update carriers
set account_type = :account_type, verified_account = :verified_account, subject = :subject, name = :name, original_id = :original_id, base_url = :base_url, secrets = :secrets, rotation = :rotation
where brand_id = :brand_id
  and id = :id

-- name: set_secrets
update carriers
set secrets = :secrets, rotation = :rotation
where brand_id = :brand_id
  and id = :id

-- name: secrets_seen
-- During a change: when a push last came with the secrets in place, and with the others.
select max(new_at) filter (where new_at >= :since) as new_at, max(old_at) filter (where old_at >= :since) as old_at
from carrier_pushes
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and hour >= date_trunc('hour', :since::timestamptz)

-- name: archive_carrier
update carriers
set archived_at = :now
where brand_id = :brand_id
  and id = :id
  and archived_at is null
returning id

-- name: set_verification
update carriers
set verification = :verification
where brand_id = :brand_id
  and id = :id

-- name: make_token_row
insert into carrier_tokens (carrier_id)
values (:carrier_id)
on conflict do nothing

-- name: lock_token
select carrier_id
from carrier_tokens
where carrier_id = :carrier_id
for update

-- name: read_token
select token, expires_at, refreshed_at
from carrier_tokens
where carrier_id = :carrier_id

-- name: write_token
update carrier_tokens
set token = :token, expires_at = :expires_at, refreshed_at = :now
where carrier_id = :carrier_id

-- name: forget_token
delete from carrier_tokens
where carrier_id = :carrier_id

-- name: unionids_on_two_apps
-- How many UnionIDs were seen with openids of at least two accounts, counted up to a thousand; links are openid → UnionID.
select count(*) as n
from (
  select b
  from identity_links
  where brand_id = :brand_id
    and a like 'o:%'
    and b like 'u:%'
    and not cut
  group by b
  having count(distinct split_part(a, ':', 2)) >= 2
  limit 1000
) seen

-- name: url_checked_at
-- When WeChat last checked the callback address with success.
select callback_checked_at as at
from carriers
where brand_id = :brand_id
  and id = :carrier_id

-- name: drops
select door, reason, sum(n)::bigint as n
from drop_counts
where brand_id = :brand_id
  and carrier_id = :carrier_id
  and hour >= :since
group by door, reason
order by n desc, reason

-- name: parked
select count(*) as n
from inbox_parked
where brand_id = :brand_id
  and replayed_at is null
