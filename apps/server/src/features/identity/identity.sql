-- name: lock_brand
-- One process at a time changes who is who in a brand.
select pg_advisory_xact_lock(hashtextextended(:brand_id, 7))

-- name: find_identities
-- The person of each id, and whether that person has a unionid.
select i.kind, i.app_id, i.value, i.person, i.origin, i.first_seen_at,
  exists (select 1 from identities u where u.brand_id = i.brand_id and u.person = i.person and u.kind = 'unionid') as joined
from unnest(:kinds::text[], :apps::text[], :values::text[]) as q (kind, app_id, value)
join identities i on i.brand_id = :brand_id and i.kind = q.kind and i.app_id = q.app_id and i.value = q.value

-- name: find_links
select l.a, l.b, l.first_ms
from unnest(:as::text[], :bs::text[]) as q (a, b)
join identity_links l on l.brand_id = :brand_id and l.a = q.a and l.b = q.b

-- name: add_links
-- The earliest sighting stays; what an operator has cut stays cut.
insert into identity_links (brand_id, a, b, first_ms, first_seq)
select :brand_id, a, b, ms, seq from unnest(:as::text[], :bs::text[], :ms::bigint[], :seqs::bigint[]) as q (a, b, ms, seq)
on conflict (brand_id, a, b) do update set first_ms = excluded.first_ms, first_seq = excluded.first_seq
where (excluded.first_ms, excluded.first_seq) < (identity_links.first_ms, identity_links.first_seq)

-- name: links_of
-- Every link, not cut, that one of these ids is in.
select a, b, first_ms as ms, first_seq as seq from identity_links where brand_id = :brand_id and not cut and a = any(:nodes::text[])
union
select a, b, first_ms, first_seq from identity_links where brand_id = :brand_id and not cut and b = any(:nodes::text[])

-- name: allocate_persons
-- Takes :count numbers; the first of them is next_person - :count.
update brands set next_person = next_person + :count where id = :brand_id returning next_person

-- name: add_persons
insert into persons (brand_id, no, created_at) select :brand_id, no, to_timestamp(ms / 1000.0) from unnest(:nos::int[], :ms::bigint[]) as q (no, ms)

-- name: add_identities
insert into identities (brand_id, kind, app_id, value, person, origin, first_seen_at)
select :brand_id, kind, app_id, value, person, origin, to_timestamp(ms / 1000.0)
from unnest(:kinds::text[], :apps::text[], :values::text[], :persons::int[], :origins::int[], :ms::bigint[]) as q (kind, app_id, value, person, origin, ms)

-- name: move_identities
update identities i set person = q.person, origin = q.origin
from unnest(:kinds::text[], :apps::text[], :values::text[], :persons::int[], :origins::int[]) as q (kind, app_id, value, person, origin)
where i.brand_id = :brand_id and i.kind = q.kind and i.app_id = q.app_id and i.value = q.value

-- name: persons_of
select no, merged_into from persons where brand_id = :brand_id and no = any(:nos::int[])

-- name: point_persons
update persons p set merged_into = q.target
from unnest(:nos::int[], :targets::int[]) as q (no, target)
where p.brand_id = :brand_id and p.no = q.no

-- name: inherit_traits
-- A survivor takes over what it does not know itself.
update persons p set traits = gone.traits || p.traits
from (
  select q.target, jsonb_object_agg(t.key, t.value order by f.no desc) as traits
  from unnest(:nos::int[], :targets::int[]) as q (no, target)
  join persons f on f.brand_id = :brand_id and f.no = q.no
  cross join lateral jsonb_each(f.traits) t
  group by q.target
) gone
where p.brand_id = :brand_id and p.no = gone.target

-- name: log_merges
insert into person_merges (brand_id, id, from_person, into_person, reason, evidence, moved, at)
select :brand_id, id, from_person, into_person, reason, evidence::jsonb, moved::jsonb, :at
from unnest(:ids::text[], :froms::int[], :intos::int[], :reasons::text[], :evidences::text[], :moveds::text[]) as q (id, from_person, into_person, reason, evidence, moved)

-- name: undo_merges
update person_merges set undone_at = :at, undone_by = :by
where brand_id = :brand_id and from_person = any(:froms::int[]) and undone_at is null

-- name: add_conflicts
insert into identity_conflicts (brand_id, id, kind, subject, detail, found_at)
select :brand_id, id, kind, subject, detail::jsonb, :at from unnest(:ids::text[], :kinds::text[], :subjects::text[], :details::text[]) as q (id, kind, subject, detail)
on conflict (brand_id, kind, subject) do update set detail = excluded.detail

-- name: add_moves
insert into event_moves (brand_id, from_persons, to_person, nodes, at)
select :brand_id, array(select jsonb_array_elements_text(from_persons::jsonb)::int), to_person, array(select jsonb_array_elements_text(nodes::jsonb)), :at
from unnest(:froms::text[], :tos::int[], :nodes::text[]) as q (from_persons, to_person, nodes)

-- name: add_dirty
insert into edges_dirty (brand_id, person) select :brand_id, no from unnest(:persons::int[]) as q (no) order by no on conflict do nothing

-- name: bump_epoch
update brands set identity_epoch = identity_epoch + 1 where id = :brand_id returning identity_epoch

-- name: epochs
select id, identity_epoch from brands where id = any(:brand_ids::text[])

-- name: find_merge
select id, from_person, into_person, undone_at from person_merges where brand_id = :brand_id and id = :id

-- name: nodes_of_persons
-- Every id whose origin is one of these numbers or that now belongs to one of these persons.
select kind, app_id, value, person, origin, first_seen_at from identities
where brand_id = :brand_id and person = any(:persons::int[])

-- name: cut_links
-- Takes back what joins these ids to any other.
update identity_links set cut = true
where brand_id = :brand_id and ((a = any(:nodes::text[]) and not b = any(:nodes::text[])) or (b = any(:nodes::text[]) and not a = any(:nodes::text[])))

-- name: origin_nodes
-- The ids that were first known by this number, as node names, with whom they belong to now.
select case kind when 'openid' then 'o:' || app_id || ':' || value when 'unionid' then 'u:' || value when 'external' then 'e:' || value
  when 'phone' then 'p:' || value else 'd:' || value end as node, person
from identities where brand_id = :brand_id and origin = :origin
