-- name: alarm
select webhook, kinds, lang, paused, sent_at, problem
from alarms
where brand_id = :brand_id

-- name: set_alarm
insert into alarms (brand_id, webhook, kinds, lang, paused, updated_at)
values (:brand_id, :webhook, :kinds, :lang, :paused, :now)
on conflict (brand_id) do update
set webhook = excluded.webhook, kinds = excluded.kinds, lang = excluded.lang, paused = excluded.paused, updated_at = excluded.updated_at, problem = ''

-- name: delete_alarm
delete from alarms
where brand_id = :brand_id
returning brand_id

-- name: delete_troubles
delete from alarm_troubles
where brand_id = :brand_id

-- name: said
-- The last message: taken, or why not.
update alarms
set sent_at = coalesce(:sent_at, sent_at), problem = :problem
where brand_id = :brand_id

-- name: brands_watched
select brand_id
from alarms
where not paused
order by brand_id

-- name: lock_alarm
-- One worker at a time looks after a brand.
select webhook, kinds, lang, paused, sent_at, problem
from alarms
where brand_id = :brand_id
  and not paused
for update skip locked

-- name: troubles
select kind, subject, since, told_at, clear_at, said_over, name, fact
from alarm_troubles
where brand_id = :brand_id
order by since, kind, subject

-- name: keep_trouble
insert into alarm_troubles (brand_id, kind, subject, since, told_at, clear_at, said_over, name, fact)
values (:brand_id, :kind, :subject, :since, :told_at, :clear_at, :said_over, :name, :fact)
on conflict (brand_id, kind, subject) do update
set since = excluded.since,
    told_at = excluded.told_at,
    clear_at = excluded.clear_at,
    said_over = excluded.said_over,
    name = excluded.name,
    fact = excluded.fact

-- name: forget_trouble
delete from alarm_troubles
where brand_id = :brand_id
  and kind = :kind
  and subject = :subject

-- name: brand_name
select name
from brands
where id = :brand_id
