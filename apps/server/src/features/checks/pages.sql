-- name: list_apps
-- Living Mini Programs with what is known of their pages.
select c.id, c.name, p.pages, p.by, p.at
from carriers c
left join check_pages p on p.brand_id = c.brand_id and p.carrier_id = c.id
where c.brand_id = :brand_id and c.kind = 'mini_program' and c.archived_at is null
order by c.created_at, c.id

-- name: write_pages
insert into check_pages (brand_id, carrier_id, pages, by, at)
values (:brand_id, :carrier_id, :pages, :by, :at)
on conflict (brand_id, carrier_id) do update set pages = excluded.pages, by = excluded.by, at = excluded.at

-- name: delete_pages
delete from check_pages where brand_id = :brand_id and carrier_id = :carrier_id returning carrier_id
