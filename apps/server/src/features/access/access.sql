-- name: any_user
select id from users limit 1

-- name: insert_user
insert into users (id, email, name, password_hash, created_at)
values (:id, :email, :name, :password_hash, :now)
on conflict do nothing
returning id, email, name

-- name: user_by_email
-- Reads users_email.
select id, email, name, password_hash
from users
where lower(email) = lower(:email)

-- name: user_by_id
select id, email, name, password_hash
from users
where id = :id

-- name: set_password
update users
set password_hash = :password_hash
where id = :id

-- name: insert_session
insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
values (:token_hash, :user_id, :now, :now, :expires_at)

-- name: find_session
-- The living session with its person, and their role in one brand (null when they have none there).
select s.user_id, s.last_seen_at, s.expires_at, u.email, u.name, m.role
from sessions s
join users u on u.id = s.user_id
left join memberships m on m.user_id = s.user_id and m.brand_id = :brand_id
where s.token_hash = :token_hash
  and s.expires_at > :now

-- name: touch_session
update sessions
set last_seen_at = :now, expires_at = :expires_at
where token_hash = :token_hash

-- name: delete_session
delete from sessions
where token_hash = :token_hash

-- name: delete_other_sessions
delete from sessions
where user_id = :user_id
  and token_hash <> :token_hash

-- name: delete_old_sessions
delete from sessions
where expires_at <= :now

-- name: brands_of_user
select b.id, b.name, b.time_zone as "timeZone", m.role
from memberships m
join brands b on b.id = m.brand_id
where m.user_id = :user_id
order by b.created_at

-- name: members
select m.user_id as "userId", u.email, u.name, m.role
from memberships m
join users u on u.id = m.user_id
where m.brand_id = :brand_id
order by u.created_at

-- name: put_member
insert into memberships (brand_id, user_id, role)
values (:brand_id, :user_id, :role)
on conflict do nothing
returning user_id

-- name: lock_members
-- Taken before a role changes, so that two owners cannot leave at the same moment.
select user_id, role
from memberships
where brand_id = :brand_id
order by user_id
for update

-- name: set_role
update memberships
set role = :role
where brand_id = :brand_id
  and user_id = :user_id

-- name: remove_member
delete from memberships
where brand_id = :brand_id
  and user_id = :user_id

-- name: list_keys
select id, kind, name, carrier_id as "carrierId", prefix, created_at as "createdAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
from api_keys
where brand_id = :brand_id
order by created_at

-- name: insert_key
insert into api_keys (brand_id, id, kind, name, carrier_id, prefix, key_hash, created_at)
values (:brand_id, :id, :kind, :name, :carrier_id, :prefix, :key_hash, :now)

-- name: carrier_exists
select id
from carriers
where brand_id = :brand_id
  and id = :id
  and archived_at is null

-- name: revoke_key
update api_keys
set revoked_at = :now
where brand_id = :brand_id
  and id = :id
  and revoked_at is null
returning id

-- name: find_secret_key
select brand_id, id
from api_keys
where key_hash = :key_hash
  and kind = 'secret'
  and revoked_at is null

-- name: touch_key
-- At most once a minute for each key.
update api_keys
set last_used_at = :now
where id = :id
  and (last_used_at is null or last_used_at < :now::timestamptz - interval '1 minute')
