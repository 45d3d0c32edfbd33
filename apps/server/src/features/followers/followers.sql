-- name: find_account
select id, kind, app_id, name, archived_at from carriers where brand_id = :brand_id and id = :carrier_id

-- name: insert_backfill
insert into follower_backfills (brand_id, id, carrier_id, state, leave_share, in_flight, started_by, started_at, updated_at)
values (:brand_id, :id, :carrier_id, 'running', :leave_share, :in_flight, :by, :at, :at)

-- name: latest_backfill
-- The newest of an account, without the page that it works on.
select id, carrier_id, state, reason, problem, resume_at, leave_share, leg, total, listed, done, following, fresh, linked, gone, unknown,
  in_flight, people_per_s, quota, started_at, updated_at, finished_at
from follower_backfills
where brand_id = :brand_id and carrier_id = :carrier_id
order by started_at desc, id desc
limit 1

-- name: set_state
-- An operator's word. `leg` moves on when it is to work again, so that a job of its own can be queued.
update follower_backfills
set state = :state, reason = '', problem = null, resume_at = null, holder = null, setbacks = 0, updated_at = :at,
  leg = leg + case when :state = 'running' then 1 else 0 end,
  finished_at = case when :state = 'cancelled' then :at::timestamptz end,
  page = case when :state = 'cancelled' then '{}' else page end
where brand_id = :brand_id and id = :id and state = any(:from::text[])
returning id, leg

-- name: take_backfill
update follower_backfills
set holder = :holder, state = 'running', reason = '', problem = null, resume_at = null, updated_at = :at
where brand_id = :brand_id and id = :id and state in ('running', 'waiting')
returning id, carrier_id, leave_share, leg, cursor, page, page_done, last_page, total, listed, in_flight, setbacks, started_at

-- name: keep_page
update follower_backfills
set page = :page::text[], page_done = 0, cursor = :cursor, last_page = :last, total = :total, listed = listed + :count, updated_at = :at
where brand_id = :brand_id and id = :id and holder = :holder and state = 'running'
returning id

-- name: list_again
update follower_backfills
set page = '{}', page_done = 0, cursor = '', last_page = false, listed = 0, done = 0, following = 0, updated_at = :at
where brand_id = :brand_id and id = :id and holder = :holder and state = 'running'
returning id

-- name: advance
-- Nothing comes back when somebody else is at it now, or when an operator stopped it.
update follower_backfills
set page_done = :page_done, done = done + :people, following = following + :following, fresh = fresh + :fresh, linked = linked + :linked,
  unknown = unknown + :unknown, in_flight = :in_flight, setbacks = 0, people_per_s = :people_per_s, quota = coalesce(quota, '{}') || jsonb_strip_nulls(:quota::jsonb), updated_at = :at
where brand_id = :brand_id and id = :id and holder = :holder and state = 'running'
returning id

-- name: end_leg
update follower_backfills
set state = :state, reason = :reason, problem = :problem::jsonb, resume_at = :resume_at, in_flight = :in_flight, setbacks = :setbacks,
  holder = null, leg = leg + 1, updated_at = :at, finished_at = case when :state = 'failed' then :at::timestamptz end
where brand_id = :brand_id and id = :id and holder = :holder and state = 'running'
returning leg

-- name: finish
update follower_backfills
set state = 'done', holder = null, page = '{}', gone = :gone, updated_at = :at, finished_at = :at
where brand_id = :brand_id and id = :id and holder = :holder and state = 'running'
returning id

-- name: overdue
-- Those that should be at work and for which no job is there.
select b.brand_id, b.id, b.leg, coalesce(b.resume_at, :at) as run_at
from follower_backfills b
where b.state in ('running', 'waiting')
  and not exists (
    select 1 from jobs j where j.queue = 'followers.run' and j.failed_at is null and j.brand_id = b.brand_id and j.payload ->> 'backfillId' = b.id
  )

-- name: known_followers
select openid, followed_at
from followers
where brand_id = :brand_id and carrier_id = :carrier_id and openid = any(:openids::text[])

-- name: known_unions
-- Which of these pairs were seen together, also when an operator cut them apart.
select l.a, l.b
from unnest(:as::text[], :bs::text[]) as q (a, b)
join identity_links l on l.brand_id = :brand_id and l.a = q.a and l.b = q.b

-- name: write_followers
-- What WeChat answered, asked at :asked_at; a callback that tells of a later moment wins.
insert into followers (brand_id, carrier_id, openid, subscribed, followed_at, state_at, scene, tags)
select :brand_id, :carrier_id, openid, subscribed, followed_at, :asked_at, scene, tags::int[]
from unnest(:openids::text[], :subscribed::boolean[], :followed_at::timestamptz[], :scenes::text[], :tags::text[]) as q (openid, subscribed, followed_at, scene, tags)
order by openid
on conflict (brand_id, carrier_id, openid) do update
set subscribed = excluded.subscribed, state_at = excluded.state_at, tags = excluded.tags,
  followed_at = greatest(followers.followed_at, excluded.followed_at), scene = coalesce(excluded.scene, followers.scene)
where followers.state_at <= excluded.state_at

-- name: remember_followers
-- What events tell: the latest word on following, and the latest follow.
insert into followers (brand_id, carrier_id, openid, subscribed, followed_at, state_at)
select brand_id, carrier_id, openid, subscribed, followed_at, state_at
from unnest(:brands::text[], :carriers::text[], :openids::text[], :subscribed::boolean[], :followed_at::timestamptz[], :state_at::timestamptz[])
  as q (brand_id, carrier_id, openid, subscribed, followed_at, state_at)
order by 1, 2, 3
on conflict (brand_id, carrier_id, openid) do update
set subscribed = case when excluded.state_at >= followers.state_at then excluded.subscribed else followers.subscribed end,
  state_at = greatest(followers.state_at, excluded.state_at), followed_at = greatest(followers.followed_at, excluded.followed_at)

-- name: remember_past
-- Follows that the event store knew before there was a list of followers.
insert into followers (brand_id, carrier_id, openid, subscribed, followed_at, state_at)
select :brand_id, :carrier_id, openid, true, followed_at, followed_at
from unnest(:openids::text[], :followed_at::timestamptz[]) as q (openid, followed_at)
order by openid
on conflict do nothing

-- name: mark_gone
-- Who was not among those listed has left; when is not known.
update followers
set subscribed = false, state_at = :started_at
where brand_id = :brand_id and carrier_id = :carrier_id and subscribed and state_at < :started_at
returning 1 as gone

-- name: write_tags
insert into follower_tags (brand_id, carrier_id, tag, name)
select :brand_id, :carrier_id, tag, name from unnest(:tags::int[], :names::text[]) as q (tag, name)
on conflict (brand_id, carrier_id, tag) do update set name = excluded.name

-- name: write_lines
insert into inbox (partition, items, received_at, packed, body) values (:partition, :items, :at, :packed, :body)

-- name: partition_count
select count(*)::int as n from inbox_partitions

-- name: waiting
select coalesce(sum(items), 0)::int as items from inbox

-- name: spend_calls
insert into follower_calls (brand_id, carrier_id, day, path, calls)
values (:brand_id, :carrier_id, :day, :path, :n)
on conflict (brand_id, carrier_id, day, path) do update set calls = follower_calls.calls + excluded.calls
returning calls

-- name: forget_calls
delete from follower_calls where brand_id = :brand_id and carrier_id = :carrier_id and day < :before
