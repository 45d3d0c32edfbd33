-- name: insert_brand
insert into brands (id, name, time_zone, open_appid, phone_salt, created_at)
values (:id, :name, :time_zone, :open_appid, :phone_salt, :now)

-- name: insert_owner
insert into memberships (brand_id, user_id, role)
values (:brand_id, :user_id, 'owner')

-- name: may_create
-- People who own a brand, or the only person there is.
select 1 as yes
where exists (select 1 from memberships where user_id = :user_id and role = 'owner')
   or not exists (select 1 from users where id <> :user_id)

-- name: brand
select id, name, time_zone, open_appid, created_at
from brands
where id = :id

-- name: brands_of
select b.id, b.name, b.time_zone, b.open_appid, b.created_at
from memberships m
join brands b on b.id = m.brand_id
where m.user_id = :user_id
order by b.created_at, b.id

-- name: update_brand
-- A null leaves the column as it is; the Open Platform appid has a flag because null is a value of it.
update brands
set name = coalesce(:name, name),
    time_zone = coalesce(:time_zone, time_zone),
    open_appid = case when :set_open_appid then :open_appid else open_appid end
where id = :id
