-- name: mend_edges
-- Every event of these persons on one of the three carriers, with whether it is an arrival now. A row that is none any
-- more replaces the one that said so. Reads along the key: brand, person.
insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version)
select brand, person, occurred_at, batch, n, if(named, source, before), carrier, entry, if(named, 'named', 'inferred'),
  toUInt32(greatest(0, if(before = '', 0, dateDiff('second', before_at, occurred_at)))) as gap_s,
  toUInt8(has({joined:Array(UInt32)}, root)) as joined, toUInt8(named or inferred) as live, {version:UInt64}
from (
  select *, source in ('mini_program', 'official_account', 'channels') and source != carrier as named,
    source = '' and before != '' and before != carrier and dateDiff('millisecond', before_at, occurred_at) <= {window_s:UInt32} * 1000 as inferred
  from (
    select brand, person, transform(person, {persons:Array(UInt32)}, {roots:Array(UInt32)}, person) as root, occurred_at, toString(e.carrier) as carrier,
      toString(e.source) as source, entry, batch, n,
      lagInFrame(toString(e.carrier), 1, '') over touches as before, lagInFrame(occurred_at, 1, occurred_at) over touches as before_at
    from events e
    where brand = {brand:String} and person in {persons:Array(UInt32)} and e.carrier in ('mini_program', 'official_account', 'channels') and touch != 'exclude'
    window touches as (partition by root order by occurred_at, batch, n rows between unbounded preceding and current row)
  )
)
where live or (person, batch, n) in (select person, batch, n from edges where brand = {brand:String} and person in {persons:Array(UInt32)} and live = 1)

-- name: drop_stale_edges
-- Arrivals whose event lies with another person now.
insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version)
select brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, 0, {version:UInt64}
from edges final
where brand = {brand:String} and person in {persons:Array(UInt32)} and live = 1
  and (person, batch, n) not in (select person, batch, n from events where brand = {brand:String} and person in {persons:Array(UInt32)})
