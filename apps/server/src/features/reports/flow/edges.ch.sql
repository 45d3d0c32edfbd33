-- name: edges
-- Arrivals as intake wrote them down, newest version of each, by edge (and entry).
with (/*{merge_scalar}*/) as m
select /*{keys}*/, arrivals, named, joined, gap, /*{people}*/ as people
from (
  select /*{keys}*/, count() as arrivals, countIf(basis = 'named') as named, countIf(joined = 1) as joined,
    quantileIf(0.5)(gap_s, gap_s > 0) as gap, groupBitmapState(person) as b
  from edges final
  where brand = {brand:String} and arrived_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and arrived_at < fromUnixTimestamp64Milli({to_ms:Int64})
    and live = 1 and (basis = 'named' or gap_s <= {gap_s:UInt32})/*{which}*/
  group by /*{keys}*/
)
order by arrivals desc, /*{keys}*/

-- name: edges_by_day
-- The same over whole days, from the roll-up; days that were mended since come from the arrivals themselves.
with (/*{merge_scalar}*/) as m
select /*{keys}*/, arrivals, named, joined, gap, /*{people}*/ as people
from (
  select /*{keys}*/, sum(d.arrivals) as arrivals, sumIf(d.arrivals, basis = 'named') as named, sum(d.with_union) as joined,
    quantileIfMerge(0.5)(d.gap) as gap, groupBitmapMergeState(d.people) as b
  from (
    select source, target, entry, basis, arrivals, with_union, gap, people
    from edge_days
    where brand = {brand:String} and day between {from:Date} and {to:Date} and day not in {marked:Array(Date)}/*{which}*/
    union all
    select source, target, entry, basis, count(), countIf(joined = 1), quantileIfState(0.5)(gap_s, gap_s > 0), groupBitmapState(person)
    from edges final
    where brand = {brand:String} and arrived_at >= fromUnixTimestamp64Milli({marked_from_ms:Int64}) and arrived_at < fromUnixTimestamp64Milli({marked_until_ms:Int64})
      and toDate(arrived_at, 'Asia/Shanghai') in {marked:Array(Date)} and live = 1/*{which}*/
    group by source, target, entry, basis
  ) as d
  group by /*{keys}*/
)
order by arrivals desc, /*{keys}*/

-- name: marked
-- Days whose roll-up is not to be trusted.
select toString(day) as marked from edge_marks where brand = {brand:String} and day between {from:Date} and {to:Date} group by day having sum(marks) != 0 order by day

-- name: arrivals
-- One row an arrival, people as they are now.
select transform(person, m.2, m.3, person) as who, toUnixTimestamp64Milli(arrived_at) as ms/*{more}*/
from edges final
where brand = {brand:String} and arrived_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and arrived_at < fromUnixTimestamp64Milli({to_ms:Int64})
  and live = 1 and (basis = 'named' or gap_s <= {gap_s:UInt32})/*{which}*/

-- name: goals
-- When people reached the goal.
select transform(person, m.2, m.3, person) as who, toUnixTimestamp64Milli(occurred_at) as ms
from events
where brand = {brand:String} and person > 0 and event = {goal:String}
  and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({goal_until_ms:Int64})

-- name: conversions
-- Arrivals after which the same person reached the goal in time.
with (/*{merge_scalar}*/) as m
select /*{keys}*/, countIf(g.ms - a.ms <= {within_ms:Int64}) as converted
from (/*{arrivals}*/) as a asof join (/*{goals}*/) as g on a.who = g.who and a.ms <= g.ms
group by /*{keys}*/

-- name: people
with (/*{merge_scalar}*/) as m
select distinct who from (/*{arrivals}*/)

-- name: converted_people
with (/*{merge_scalar}*/) as m
select distinct a.who as who
from (/*{arrivals}*/) as a asof join (/*{goals}*/) as g on a.who = g.who and a.ms <= g.ms
where g.ms - a.ms <= {within_ms:Int64}

-- name: by_day
-- Arrivals by brand day and edge, for the trend.
select toString(toDate(arrived_at, {zone:String})) as day, concat(source, '>', target) as key, count() as value
from edges final
where brand = {brand:String} and arrived_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and arrived_at < fromUnixTimestamp64Milli({to_ms:Int64}) and live = 1
group by day, key
