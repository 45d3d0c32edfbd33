-- name: count_live
select count(*)::int as n from check_reviews where brand_id = :brand_id and out_there

-- name: replace_scans
-- Readings under way that a later change makes pointless.
update check_scans set state = 'replaced', finished_at = :at
where brand_id = :brand_id and kind = :kind and state = 'running' and (:kind = 'apply' or pack_id = :pack_id)

-- name: insert_scan
insert into check_scans (brand_id, id, kind, cause, pack_id, pack_version, state, total, upto, by, started_at)
values (:brand_id, :id, :kind, :cause, :pack_id, :pack_version, 'running', :total, :upto, :by, :at)

-- name: list_scans
select * from check_scans where brand_id = :brand_id order by started_at desc, id desc limit 20

-- name: find_scan
select * from check_scans where brand_id = :brand_id and id = :id

-- name: lock_scan
select * from check_scans where brand_id = :brand_id and id = :id and state = 'running' for update

-- name: live_page
-- What is live or may be, some at a time, with what was read. Reads check_reviews_scan.
select id, kind, artefact_id, name, content, verdict, findings, rules, packs, ruleset
from check_reviews
where brand_id = :brand_id and out_there and id > :after and id <= :upto
order by id
limit :limit

-- name: lock_live
select 1 from check_reviews where brand_id = :brand_id and id = any(:ids::text[]) order by id for update

-- name: keep_verdicts
update check_reviews r
set verdict = q.verdict, findings = q.findings::jsonb, rules = array(select jsonb_array_elements_text(q.rules::jsonb)),
  packs = :packs::text[], ruleset = :ruleset, at = :at,
  confirmed_by = case when q.kept then r.confirmed_by end, confirmed_at = case when q.kept then r.confirmed_at end
from unnest(:ids::text[], :verdicts::text[], :findings::text[], :rules::text[], :kept::boolean[]) as q (id, verdict, findings, rules, kept)
where r.brand_id = :brand_id and r.id = q.id

-- name: keep_ruleset
-- The same findings under other rules: only their name moves.
update check_reviews set ruleset = :ruleset, packs = :packs::text[] where brand_id = :brand_id and id = any(:ids::text[])

-- name: note_changes
insert into check_scan_changes (brand_id, scan_id, review_id, was, becomes, added, gone, rank)
select :brand_id, :scan_id, q.id, q.was, q.becomes, array(select jsonb_array_elements_text(q.added::jsonb)),
  array(select jsonb_array_elements_text(q.gone::jsonb)), q.rank
from unnest(:ids::text[], :was::text[], :becomes::text[], :added::text[], :gone::text[], :ranks::int[]) as q (id, was, becomes, added, gone, rank)

-- name: advance_scan
update check_scans
set cursor = :cursor, done = done + :done, changed = changed + :changed, worse = worse + :worse, better = better + :better,
  moves = :moves::jsonb, tasks_opened = tasks_opened + :opened
where brand_id = :brand_id and id = :id

-- name: end_scan
update check_scans
set state = :state, problem = :problem, finished_at = :at, total = case when :state = 'done' then done else total end
where brand_id = :brand_id and id = :id and state = 'running'
returning id

-- name: scan_changes
-- The worst first.
select c.review_id, c.was, c.becomes, c.added, c.gone, c.rank, r.kind, r.artefact_id, r.name
from check_scan_changes c
join check_reviews r on r.brand_id = c.brand_id and r.id = c.review_id
where c.brand_id = :brand_id and c.scan_id = :id and (:after_rank::int is null or (c.rank, c.review_id) > (:after_rank::int, :after_id))
order by c.rank, c.review_id
limit :limit

-- name: open_tasks
-- One open task an artefact: a later reason takes the place of the one before. `fresh`: it was not open.
insert into check_tasks as t (brand_id, id, review_id, kind, artefact_id, name, verdict, rules, scan_id, opened_at)
select :brand_id, q.id, q.review_id, q.kind, q.artefact_id, q.name, q.verdict, array(select jsonb_array_elements_text(q.rules::jsonb)), :scan_id, :at
from unnest(:ids::text[], :review_ids::text[], :kinds::text[], :artefact_ids::text[], :names::text[], :verdicts::text[], :rules::text[])
  as q (id, review_id, kind, artefact_id, name, verdict, rules)
order by q.kind, q.artefact_id
on conflict (brand_id, kind, artefact_id) where done_at is null do update
set review_id = excluded.review_id, verdict = excluded.verdict, rules = excluded.rules, scan_id = excluded.scan_id, name = excluded.name
returning (xmax = 0) as fresh

-- name: close_tasks
-- What passes again needs nobody.
update check_tasks t
set done_by = :by, done_at = :at
from unnest(:kinds::text[], :artefact_ids::text[]) as q (kind, artefact_id)
where t.brand_id = :brand_id and t.kind = q.kind and t.artefact_id = q.artefact_id and t.done_at is null

-- name: list_tasks
select id, review_id, kind, artefact_id, name, verdict, rules, scan_id, opened_at, done_by, done_at
from check_tasks
where brand_id = :brand_id and (:done::boolean is null or (done_at is not null) = :done) and (:after = '' or id < :after)
order by id desc
limit :limit

-- name: find_task
select id, review_id, kind, artefact_id, name, verdict, rules, scan_id, opened_at, done_by, done_at
from check_tasks
where brand_id = :brand_id and id = :id

-- name: count_tasks
select count(*)::int as n from check_tasks where brand_id = :brand_id and done_at is null

-- name: set_task
-- Who ticked it off first stays named.
update check_tasks
set done_by = case when :done then coalesce(done_by, :by) end, done_at = case when :done then coalesce(done_at, :at) end
where brand_id = :brand_id and id = :id
returning id

-- name: live_brands
-- Brands with something live, and the reading of it under way.
select r.brand_id,
  (select s.id from check_scans s where s.brand_id = r.brand_id and s.kind = 'apply' and s.state = 'running' order by s.started_at desc limit 1) as running
from (select distinct brand_id from check_reviews where out_there) r
order by r.brand_id

-- name: is_stale
-- Was anything live read by other rules than these?
select exists (select 1 from check_reviews where brand_id = :brand_id and out_there and ruleset <> :ruleset) as stale
