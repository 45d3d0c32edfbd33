-- name: find_mini_program
select kind from carriers where brand_id = :brand_id and id = :id and archived_at is null

-- name: insert_opinion
-- The same content of the same artefact is asked about once; one that could not be asked may be tried again.
insert into check_opinions as o (brand_id, id, carrier_id, artefact_kind, artefact_id, kind, hash, openid, scene, content, ours, state, asked_at)
values (:brand_id, :id, :carrier_id, :artefact_kind, :artefact_id, :kind, :hash, :openid, :scene, :content, :ours, 'waiting', :at)
on conflict (brand_id, artefact_kind, artefact_id, hash) do update
set state = 'waiting', openid = excluded.openid, scene = excluded.scene, content = excluded.content, ours = excluded.ours,
  asked_at = excluded.asked_at, problem = null, answered_at = null, trace_id = null
where o.state = 'impossible'
returning id

-- name: opinion_of
select id from check_opinions
where brand_id = :brand_id and artefact_kind = :artefact_kind and artefact_id = :artefact_id and hash = :hash

-- name: find_opinion
select id, carrier_id, artefact_kind, artefact_id, kind, ours, state, theirs, label, problem, asked_at, answered_at
from check_opinions
where brand_id = :brand_id and id = :id

-- name: waiting_opinion
select carrier_id, kind, openid, scene, content, asked_at from check_opinions where brand_id = :brand_id and id = :id and state = 'waiting'

-- name: list_opinions
select id, carrier_id, artefact_kind, artefact_id, kind, ours, state, theirs, label, problem, asked_at, answered_at
from check_opinions
where brand_id = :brand_id and (:theirs::text is null or theirs = :theirs) and (:after = '' or id < :after)
order by id desc
limit :limit

-- name: asked_opinion
-- Its answer comes as an event that names the trace.
update check_opinions set state = 'asked', trace_id = :trace_id where brand_id = :brand_id and id = :id and state = 'waiting'

-- name: answer_opinion
update check_opinions
set state = 'answered', theirs = :theirs, label = :label, answered_at = :at, openid = null, content = null
where brand_id = :brand_id and id = :id and state = 'waiting'

-- name: give_up_opinion
update check_opinions
set state = 'impossible', problem = :problem::jsonb, answered_at = :at, openid = null, content = null
where brand_id = :brand_id and id = :id and state = 'waiting'

-- name: join_opinions
-- Answers that came as events, by their traces. Without a label the media could not be fetched.
update check_opinions o
set state = case when q.theirs = '' then 'impossible' else 'answered' end, theirs = nullif(q.theirs, ''), label = q.label, answered_at = :at,
  problem = case when q.theirs = '' then :problem::jsonb end, openid = null, content = null
from unnest(:brands::text[], :carriers::text[], :traces::text[], :theirs::text[], :labels::int[]) as q (brand_id, carrier_id, trace_id, theirs, label)
where o.brand_id = q.brand_id and o.carrier_id = q.carrier_id and o.trace_id = q.trace_id and o.state = 'asked'

-- name: forget_unanswered
-- Of all brands: WeChat answers within half an hour or not at all.
update check_opinions
set state = 'impossible', problem = :problem::jsonb, answered_at = :at, openid = null, content = null
where state = 'asked' and asked_at < :before
