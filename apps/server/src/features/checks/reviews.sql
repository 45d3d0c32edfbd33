-- name: find_contents
-- What is kept of these contents, each by its artefact and hash.
select r.id, r.kind, r.artefact_id, r.name, r.carrier, r.surface, r.draft_kind, r.carrier_id, r.hash,
  left(coalesce(r.content ->> 'text', (r.content -> 'draft')::text), 120) as excerpt,
  r.verdict, r.findings, r.rules, r.packs, r.ruleset, r.at, r.live_since, r.leaving_since, r.door, r.confirmed_by, r.confirmed_at
from unnest(:kinds::text[], :ids::text[], :hashes::text[]) as q (kind, artefact_id, hash)
join check_reviews r on r.brand_id = :brand_id and r.kind = q.kind and r.artefact_id = q.artefact_id and r.hash = q.hash

-- name: keep_reviews
-- A confirmation lasts while nothing is found that was not confirmed.
insert into check_reviews as r (brand_id, id, kind, artefact_id, name, carrier, surface, draft_kind, carrier_id, hash, content, verdict,
  findings, rules, packs, ruleset, at, by)
select :brand_id, q.id, q.kind, q.artefact_id, q.name, q.carrier, q.surface, q.draft_kind, q.carrier_id, q.hash, q.content::jsonb, q.verdict,
  q.findings::jsonb, array(select jsonb_array_elements_text(q.rules::jsonb)), array(select jsonb_array_elements_text(q.packs::jsonb)),
  :ruleset, :at, :by
from unnest(:review_ids::text[], :kinds::text[], :ids::text[], :names::text[], :carriers::text[], :surfaces::text[], :draft_kinds::text[],
  :carrier_ids::text[], :hashes::text[], :contents::text[], :verdicts::text[], :findings::text[], :rules::text[], :packs::text[])
  as q (id, kind, artefact_id, name, carrier, surface, draft_kind, carrier_id, hash, content, verdict, findings, rules, packs)
order by q.kind, q.artefact_id, q.hash
on conflict (brand_id, kind, artefact_id, hash) do update
set name = excluded.name, carrier_id = coalesce(excluded.carrier_id, r.carrier_id), verdict = excluded.verdict, findings = excluded.findings,
  rules = excluded.rules, packs = excluded.packs, ruleset = excluded.ruleset, at = excluded.at, by = excluded.by,
  confirmed_by = case when excluded.rules <@ r.rules then r.confirmed_by end,
  confirmed_at = case when excluded.rules <@ r.rules then r.confirmed_at end
returning id, kind, artefact_id, name, carrier, surface, draft_kind, carrier_id, hash,
  left(coalesce(content ->> 'text', (content -> 'draft')::text), 120) as excerpt,
  verdict, findings, rules, packs, ruleset, at, live_since, leaving_since, door, confirmed_by, confirmed_at

-- name: get_review
select id, kind, artefact_id, name, carrier, surface, draft_kind, carrier_id, hash,
  left(coalesce(content ->> 'text', (content -> 'draft')::text), 120) as excerpt, content,
  verdict, findings, rules, packs, ruleset, at, live_since, leaving_since, door, confirmed_by, confirmed_at
from check_reviews
where brand_id = :brand_id and id = :id

-- name: list_reviews
-- A page, newest first.
select id, kind, artefact_id, name, carrier, surface, draft_kind, carrier_id, hash,
  left(coalesce(content ->> 'text', (content -> 'draft')::text), 120) as excerpt,
  verdict, findings, rules, packs, ruleset, at, live_since, leaving_since, door, confirmed_by, confirmed_at
from check_reviews
where brand_id = :brand_id
  and (:verdict::text is null or verdict = :verdict)
  and (:kind::text is null or kind = :kind)
  and (:live::boolean is null or out_there = :live)
  and (:rule::text is null or rules @> array[:rule::text])
  and (:before_at::timestamptz is null or (at, id) < (:before_at, :before_id))
order by at desc, id desc
limit :limit

-- name: count_reviews
select verdict, count(*)::int as n
from check_reviews
where brand_id = :brand_id
  and (:kind::text is null or kind = :kind)
  and (:live::boolean is null or out_there = :live)
group by verdict

-- name: confirm_review
-- Who was first stays named.
update check_reviews
set confirmed_by = coalesce(confirmed_by, :by), confirmed_at = coalesce(confirmed_at, :at)
where brand_id = :brand_id and id = :id and hash = :hash
returning id

-- name: lock_artefacts
-- Everything kept of these artefacts, so that two contents of one leave one after the other.
select r.id
from check_reviews r
where r.brand_id = :brand_id and (r.kind, r.artefact_id) in (select * from unnest(:kinds::text[], :ids::text[]))
order by r.id
for update

-- name: begin_leaving
-- Before the send: whoever dies meanwhile leaves this behind.
update check_reviews set leaving_since = :at where brand_id = :brand_id and id = :id

-- name: end_leaving
-- It was refused: people see what they saw before.
update check_reviews set leaving_since = null where brand_id = :brand_id and id = :id

-- name: end_live
-- What is shown in the place of these contents, or may be.
update check_reviews
set live_since = null, leaving_since = null
where brand_id = :brand_id and out_there and (kind, artefact_id) in (select * from unnest(:kinds::text[], :ids::text[]))
  and id <> all(:keep::text[])

-- name: begin_live
update check_reviews
set live_since = coalesce(live_since, :at), leaving_since = null, door = :door
where brand_id = :brand_id and id = any(:keep::text[])

-- name: left_by
-- A message is gone the moment it is sent; only the door is kept.
update check_reviews set door = :door where brand_id = :brand_id and id = any(:keep::text[])

-- name: named_rule
-- Reviews that found a rule, some at a time.
select id, kind, artefact_id, name, findings, verdict, out_there
from check_reviews
where brand_id = :brand_id and rules @> array[:rule::text] and id > :after
order by id
limit :limit
for update

-- name: settle_verdicts
update check_reviews r
set verdict = q.verdict
from unnest(:ids::text[], :verdicts::text[]) as q (id, verdict)
where r.brand_id = :brand_id and r.id = q.id

-- name: live_by_rule
select rule, count(*)::int as n
from check_reviews, unnest(rules) as rule
where brand_id = :brand_id and out_there
group by rule
