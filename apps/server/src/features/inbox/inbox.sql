-- name: lock_partitions
-- Free partitions, the longest unserved first; a worker keeps its own unless another one has waited five seconds more.
select id, owner, rounds, seed, (select count(*)::int from inbox_partitions) as total
from inbox_partitions
order by claimed_at - case when owner = :owner then interval '5 seconds' else interval '0' end
limit :share
for update skip locked

-- name: partition_ids
select id from inbox_partitions order by id

-- name: intents
select partition, round, batches, mark from inbox_intents where partition = any(:partitions::int[])

-- name: write_intents
insert into inbox_intents (partition, round, batches, mark)
select partition, round, :batches::bigint[], :mark from unnest(:partitions::int[], :rounds::bigint[]) as q (partition, round)
on conflict (partition) do update set round = excluded.round, batches = excluded.batches, mark = excluded.mark

-- name: doubted_batches
-- Those batches of a cut-off round that are still there, so many that they hold about :items lines: its own make-up,
-- unless that is being cut down to find a fault.
select i.id, i.partition, i.items, i.received_at, i.packed, i.doubted, i.body
from (
  select id, sum(items) over (order by id) - items as before from inbox where partition = any(:partitions::int[]) and id = any(:doubted::bigint[])
) picked
join inbox i using (id)
where picked.before < :items
order by i.id

-- name: next_batches
-- The oldest batches, so many that they hold about :items lines and :bytes as they lie there; at least one.
select i.id, i.partition, i.items, i.received_at, i.packed, i.doubted, i.body
from (
  select id, sum(items) over (order by id) - items as before, sum(bytes) over (order by id) - bytes as bytes_before
  from (select id, items, octet_length(body) as bytes from inbox where partition = any(:partitions::int[]) order by id limit 3000) oldest
) picked
join inbox i using (id)
where picked.before < :items and picked.bytes_before < :bytes
order by i.id

-- name: seen_keys_since
select round, received_at, keys from seen_keys where partition = :partition and round > :round and received_at > :since order by round

-- name: add_seen_keys
insert into seen_keys (partition, round, received_at, keys) values (:partition, :round, :at, :keys)

-- name: forget_seen_keys
delete from seen_keys where received_at < :before

-- name: finish_partitions
update inbox_partitions set rounds = rounds + 1, owner = :owner, claimed_at = :at where id = any(:partitions::int[])

-- name: delete_batches
delete from inbox where id = any(:ids::bigint[])

-- name: park
-- A batch that fails again after its replay waits again, with what failed now.
insert into inbox_parked (brand_id, id, partition, items, received_at, parked_at, error, detail, whole, packed, body)
values (:brand_id, :id, :partition, :items, :received_at, :parked_at, :error, :detail, :whole, :packed, :body)
on conflict (id) do update set items = excluded.items, parked_at = excluded.parked_at, error = excluded.error, detail = excluded.detail,
  whole = excluded.whole, packed = excluded.packed, body = excluded.body, replayed_at = null
where inbox_parked.replayed_at is not null

-- name: backlog
select count(*)::int as batches, coalesce(sum(items), 0)::int as items, min(received_at) as oldest from inbox

-- name: list_parked
select id, partition, items, received_at, parked_at, error, detail, replayed_at from inbox_parked
where brand_id = :brand_id order by parked_at desc limit 200

-- name: replay_parked
-- A whole batch comes back under its own number, by which its events are looked up; single lines get a new one, for
-- the rest of their batch is stored under the old.
with chosen as (
  update inbox_parked set replayed_at = :at where id = :id and brand_id = :brand_id and replayed_at is null
  returning id, partition, items, packed, body, whole
)
insert into inbox (id, partition, items, received_at, packed, doubted, body) overriding system value
select case when whole then id else nextval(pg_get_serial_sequence('inbox', 'id')) end, partition, items, :at, packed, whole, body from chosen
returning id

-- name: write_tail
-- What is new goes to what other workers wrote; the last :keep stay.
insert into tails (brand_id, rows, updated_at) values (:brand_id, :rows, :at)
on conflict (brand_id) do update set updated_at = excluded.updated_at, rows = (
  select jsonb_agg(arrival order by arrival ->> 'at' desc, place)
  from (
    select arrival, place
    from jsonb_array_elements(excluded.rows || tails.rows) with ordinality as q (arrival, place)
    order by arrival ->> 'at' desc, place
    limit :keep
  ) latest
)

-- name: read_tail
select rows, updated_at from tails where brand_id = :brand_id

-- name: count_drops
insert into drop_counts (brand_id, carrier_id, door, reason, hour, n)
select brand_id, carrier_id, 'pipeline', reason, date_trunc('hour', :at::timestamptz), n
from unnest(:brands::text[], :carriers::text[], :reasons::text[], :ns::bigint[]) as q (brand_id, carrier_id, reason, n)
on conflict (brand_id, carrier_id, door, reason, hour) do update set n = drop_counts.n + excluded.n

-- name: recent_drops
select carrier_id as "carrierId", door, reason, sum(n)::int as n from drop_counts
where brand_id = :brand_id and hour >= date_trunc('hour', :since::timestamptz)
group by 1, 2, 3 order by n desc limit 100
