-- name: find_by_id
-- Persons by one of their ids. Reads identities by its key: openids under every app of the brand.
select person
from identities
where brand_id = :brand_id
  and (kind, app_id, value) in (
    select 'openid', app_id, :value from (select app_id from carriers where brand_id = :brand_id union select '') as apps
    union all select 'unionid', '', :value
    union all select 'external', '', :value
    union all select 'anonymous', '', :value
    union all select 'phone', '', :phone
    union all select 'phone', '', :value
  )
union
-- Apps that sent us people before their carrier was added here.
select person from identities where brand_id = :brand_id and kind = 'openid' and value = :value
order by person
limit 200

-- name: newest
-- Persons that stand for themselves, newest first.
select no
from persons
where brand_id = :brand_id and merged_into is null and (:before::int is null or no < :before)
order by no desc
limit :limit

-- name: standing
-- Those of these numbers that stand for themselves, the highest first.
select no
from persons
where brand_id = :brand_id and merged_into is null and no = any(:persons::int[])
order by no desc

-- name: numbers_end
select coalesce(max(no), 0) + 1 as below from persons where brand_id = :brand_id

-- name: find_person
select no, coalesce(merged_into, no) as root from persons where brand_id = :brand_id and no = :no

-- name: members
-- Every number that counts as one of these persons, themselves included.
select no, coalesce(merged_into, no) as root
from persons
where brand_id = :brand_id and (no = any(:roots::int[]) or merged_into = any(:roots::int[]))
order by no

-- name: describe
-- What PostgreSQL knows of persons: traits, number of ids, whether they have a UnionID.
select p.no, p.created_at, p.traits, count(i.value)::int as identities, coalesce(bool_or(i.kind = 'unionid'), false) as unified
from persons p
left join identities i on i.brand_id = p.brand_id and i.person = p.no
where p.brand_id = :brand_id and p.no = any(:persons::int[])
group by p.no, p.created_at, p.traits

-- name: identities
select i.kind, i.app_id, i.value, i.first_seen_at, c.id as carrier_id, c.name as carrier_name
from identities i
left join carriers c on c.brand_id = i.brand_id and c.app_id = i.app_id and i.app_id <> ''
where i.brand_id = :brand_id and i.person = :person
order by i.first_seen_at, i.kind, i.app_id, i.value

-- name: merges
-- The merge log of a person: what went into it, and into what any of its numbers went.
select id, from_person, into_person, reason, evidence, at, undone_at, undone_by
from person_merges
where brand_id = :brand_id and (into_person = any(:persons::int[]) or from_person = any(:persons::int[]))
order by at desc, id desc

-- name: merge
select id, from_person, into_person, reason, evidence, at, undone_at, undone_by
from person_merges
where brand_id = :brand_id and id = :id

-- name: conflicts
select id, kind, subject, detail, found_at, resolved_at
from identity_conflicts
where brand_id = :brand_id and (not :open or resolved_at is null) and (:before::timestamptz is null or (found_at, id) < (:before, :before_id))
order by found_at desc, id desc
limit :limit

-- name: count_conflicts
select count(*)::int as n from identity_conflicts where brand_id = :brand_id and (not :open or resolved_at is null)

-- name: conflicts_of
-- Conflicts that name one of these ids.
select id, kind, subject, detail, found_at, resolved_at
from identity_conflicts
where brand_id = :brand_id
  and (subject = any(:nodes::text[]) or detail::text like any (select '%' || to_json(node)::text || '%' from unnest(:nodes::text[]) as n (node)))
order by found_at desc
limit 50

-- name: persons_of
-- Persons by ids of any kind.
select i.kind, i.app_id, i.value, i.person
from identities i
join unnest(:kinds::text[], :apps::text[], :values::text[]) as wanted (kind, app_id, value)
  on i.brand_id = :brand_id and i.kind = wanted.kind and i.app_id = wanted.app_id and i.value = wanted.value

-- name: carriers
select id, name from carriers where brand_id = :brand_id
