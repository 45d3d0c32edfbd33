-- name: insert_carrier
insert into carriers (brand_id, id, kind, account_type, verified_account, subject, name, app_id, original_id, base_url, secrets, platform_id, created_at)
values (:brand_id, :id, :kind, :account_type, :verified_account, :subject, :name, :app_id, :original_id, :base_url, :secrets, :platform_id, :now)

-- name: list_carriers
select c.id, c.brand_id, c.kind, c.account_type, c.verified_account, c.subject, c.name, c.app_id, c.original_id, c.base_url, c.secrets, c.verification,
  c.rotation, c.created_at, c.archived_at, c.platform_id, p.name as platform_name, p.ticket_at, a.state as authorisation, a.since as authorised_at, a.sets
from carriers c
left join platforms p on p.id = c.platform_id
left join platform_authorisations a on a.platform_id = c.platform_id and a.app_id = c.app_id
where c.brand_id = :brand_id
  and (:archived::boolean or c.archived_at is null)
order by c.created_at, c.id

-- name: find_carrier
select c.id, c.brand_id, c.kind, c.account_type, c.verified_account, c.subject, c.name, c.app_id, c.original_id, c.base_url, c.secrets, c.verification,
  c.rotation, c.created_at, c.archived_at, c.platform_id, p.name as platform_name, p.ticket_at, a.state as authorisation, a.since as authorised_at, a.sets
from carriers c
left join platforms p on p.id = c.platform_id
left join platform_authorisations a on a.platform_id = c.platform_id and a.app_id = c.app_id
where c.brand_id = :brand_id
  and c.id = :id

-- name: lock_carrier
select c.id, c.brand_id, c.kind, c.account_type, c.verified_account, c.subject, c.name, c.app_id, c.original_id, c.base_url, c.secrets, c.verification,
  c.rotation, c.created_at, c.archived_at, c.platform_id, p.name as platform_name, p.ticket_at, a.state as authorisation, a.since as authorised_at, a.sets
from carriers c
left join platforms p on p.id = c.platform_id
left join platform_authorisations a on a.platform_id = c.platform_id and a.app_id = c.app_id
where c.brand_id = :brand_id
  and c.id = :id
  and c.archived_at is null
for update of c

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

-- name: set_mode
-- Null: by its own AppSecret.
update carriers
set platform_id = :platform_id
where brand_id = :brand_id
  and id = :id

-- name: set_account
-- What WeChat tells of an authorised account; a name that people gave stays.
update carriers
set account_type = :account_type, verified_account = :verified_account, original_id = :original_id
where brand_id = :brand_id
  and id = :id
  and kind = :kind

-- name: account_connected
-- Living carriers of an account: this brand's, and any that is connected through the platform.
select id, brand_id, platform_id
from carriers
where app_id = :app_id
  and archived_at is null
  and (brand_id = :brand_id or platform_id = :platform_id)
order by (brand_id = :brand_id) desc

-- name: account_token
-- The token of an account that authorised a platform, without the token.
select refreshed_at, expires_at
from platform_authorisations
where platform_id = :platform_id
  and app_id = :app_id

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
