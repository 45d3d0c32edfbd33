-- name: mend_edges
-- Every event of these persons on one of the three carriers, with whether it is an arrival now. A row that is none any
-- more replaces the one that said so. Rows that say what is there already are
-- left out. Reads along the key: brand, person.
insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version, mended)
select brand, person, occurred_at, batch, n, if(named, source, before) as source_, carrier, entry, if(named, 'named', 'inferred') as basis_,
  toUInt32(greatest(0, if(before = '', 0, dateDiff('second', before_at, occurred_at)))) as gap_s,
  toUInt8(has({joined:Array(UInt32)}, root)) as has_union, toUInt8(named or inferred) as live, {version:UInt64}, 1
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
where (live or (person, batch, n) in (select person, batch, n from edges where brand = {brand:String} and person in {persons:Array(UInt32)} and live = 1))
  and (person, batch, n, source_, carrier, basis_, gap_s, has_union, live) not in (
    select person, batch, n, toString(source), toString(target), toString(basis), gap_s, joined, live
    from edges final
    where brand = {brand:String} and person in {persons:Array(UInt32)}
  )

-- name: drop_stale_edges
-- Arrivals whose event lies with another person now.
insert into edges (brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, live, version, mended)
select brand, person, arrived_at, batch, n, source, target, entry, basis, gap_s, joined, 0, {version:UInt64}, 1
from edges final
where brand = {brand:String} and person in {persons:Array(UInt32)} and live = 1
  and (person, batch, n) not in (select person, batch, n from events where brand = {brand:String} and person in {persons:Array(UInt32)})

-- name: marked
-- Days whose roll-up waits to be written anew.
select brand, groupArray(toString(day)) as days, groupArray(marks) as marks
from (select brand, day, sum(marks) as marks from edge_marks group by brand, day having marks != 0)
group by brand

-- name: delete_edge_days
delete from edge_days where brand = {brand:String} and day in {days:Array(Date)}

-- name: fill_edge_days
insert into edge_days
select brand, toDate(arrived_at, 'Asia/Shanghai') as day, source, target, entry, basis, count() as arrivals, countIf(joined = 1) as with_union,
  quantileIfState(0.5)(gap_s, gap_s > 0) as gap, groupBitmapState(person) as people
from edges final
where brand = {brand:String} and live = 1
  and arrived_at >= toDateTime64(arrayMin({days:Array(Date)}), 3, 'Asia/Shanghai') and arrived_at < toDateTime64(arrayMax({days:Array(Date)}) + 1, 3, 'Asia/Shanghai')
  and toDate(arrived_at, 'Asia/Shanghai') in {days:Array(Date)}
group by brand, day, source, target, entry, basis

-- name: unmark
insert into edge_marks select {brand:String}, day, mark from (select arrayJoin(arrayZip({days:Array(Date)}, {marks:Array(Int64)})) as x, x.1 as day, -x.2 as mark)
