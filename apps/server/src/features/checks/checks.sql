-- name: brand_says
-- All that a brand says about rules, in one row. There is always one.
select coalesce((select revision from check_brands where brand_id = :brand_id), 0) as revision,
  coalesce((select jsonb_agg(jsonb_build_object('body', body, 'forcedAt', (extract(epoch from forced_at) * 1000)::bigint))
    from check_packs where brand_id = :brand_id and forced_at is not null), '[]') as uploaded,
  coalesce((select jsonb_agg(jsonb_build_object('rule', rule, 'carrier', carrier, 'severity', severity, 'reason', reason) order by rule, carrier)
    from check_severities where brand_id = :brand_id), '[]') as severities,
  coalesce((select jsonb_agg(rule || jsonb_build_object('id', id, 'at', (extract(epoch from at) * 1000)::bigint) order by id)
    from check_brand_rules where brand_id = :brand_id), '[]') as words,
  coalesce((select jsonb_agg(jsonb_build_object('id', id, 'rule', rule,
      'artefact', case when artefact_kind is not null then jsonb_build_object('kind', artefact_kind, 'id', artefact_id) end,
      'from', (extract(epoch from at) * 1000)::bigint, 'until', (extract(epoch from until) * 1000)::bigint, 'endedAt', null) order by id)
    from check_waivers where brand_id = :brand_id and ended_at is null and until > :now), '[]') as waivers,
  coalesce((select jsonb_agg(jsonb_build_object('pages', p.pages, 'at', (extract(epoch from p.at) * 1000)::bigint) order by c.id)
    from carriers c left join check_pages p on p.brand_id = c.brand_id and p.carrier_id = c.id
    where c.brand_id = :brand_id and c.kind = 'mini_program' and c.archived_at is null), '[]') as apps,
  coalesce((select string_agg(id, ' ' order by id) from carriers
    where brand_id = :brand_id and kind = 'mini_program' and archived_at is null), '') as app_ids

-- name: revision_of
-- With the Mini Programs there are: one more or one less changes which paths are known.
select coalesce((select revision from check_brands where brand_id = :brand_id), 0) as revision,
  coalesce((select string_agg(id, ' ' order by id) from carriers
    where brand_id = :brand_id and kind = 'mini_program' and archived_at is null), '') as apps

-- name: move_on
-- The brand's rules changed. Comes before the change in a transaction: changes of one brand go one after the other.
insert into check_brands (brand_id, revision)
values (:brand_id, 1)
on conflict (brand_id) do update set revision = check_brands.revision + 1
returning revision

-- name: names_of
-- What people and keys are called.
select 'user:' || id as actor, coalesce(nullif(name, ''), email) as name from users where id = any(:users::text[])
union all
select 'key:' || id, name from api_keys where brand_id = :brand_id and id = any(:keys::text[])

-- name: list_words
select id, rule, by, at from check_brand_rules where brand_id = :brand_id order by id

-- name: find_words
select id, rule, by, at from check_brand_rules where brand_id = :brand_id and id = :id

-- name: write_words
insert into check_brand_rules (brand_id, id, rule, by, at)
values (:brand_id, :id, :rule::jsonb, :by, :at)
on conflict (brand_id, id) do update set rule = excluded.rule, by = excluded.by, at = excluded.at

-- name: delete_words
delete from check_brand_rules where brand_id = :brand_id and id = :id returning rule

-- name: count_words
select count(*)::int as n from check_brand_rules where brand_id = :brand_id

-- name: list_severities
select rule, carrier, severity, reason, by, at from check_severities where brand_id = :brand_id order by rule, carrier

-- name: write_severity
-- On all carriers: what was said of single ones goes.
with gone as (
  delete from check_severities where brand_id = :brand_id and rule = :rule and :carrier = '' and carrier <> ''
)
insert into check_severities (brand_id, rule, carrier, severity, reason, by, at)
values (:brand_id, :rule, :carrier, :severity, :reason, :by, :at)
on conflict (brand_id, rule, carrier) do update
set severity = excluded.severity, reason = excluded.reason, by = excluded.by, at = excluded.at

-- name: delete_severity
delete from check_severities where brand_id = :brand_id and rule = :rule returning rule

-- name: list_waivers
-- A page, newest first; ids sort by time.
select id, rule, artefact_kind, artefact_id, until, reason, by, at, ended_by, ended_at
from check_waivers
where brand_id = :brand_id and (:after = '' or id < :after)
order by id desc
limit :limit

-- name: find_waiver
select id, rule, artefact_kind, artefact_id, until, reason, by, at, ended_by, ended_at
from check_waivers
where brand_id = :brand_id and id = :id

-- name: insert_waiver
insert into check_waivers (brand_id, id, rule, artefact_kind, artefact_id, until, reason, by, at)
values (:brand_id, :id, :rule, :artefact_kind, :artefact_id, :until, :reason, :by, :at)

-- name: end_waiver
update check_waivers set ended_by = :by, ended_at = :at
where brand_id = :brand_id and id = :id and ended_at is null and until > :at
returning rule
