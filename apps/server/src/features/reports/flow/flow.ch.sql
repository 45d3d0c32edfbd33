-- name: touches
-- A person's events next to each other, in the order they happened. Persons without a merge are read along the table's
-- order; the few merged ones are brought together beside them.
select who, a, b, p, ms/*{more}*/
from (
  select person as who, /*{state}*/ as b, toUnixTimestamp64Milli(occurred_at) as ms/*{columns}*/,
    lagInFrame(b, 1, '') over touches as a, lagInFrame(ms, 1, toInt64(-9e15)) over touches as p
  from events
  where brand = {brand:String} and person > 0 and person not in (select p from (/*{merge_map}*/))/*{which}*/
  window touches as (partition by person order by occurred_at, batch, n rows between 1 preceding and current row)
  union all
  select who, b, ms/*{names}*/, lagInFrame(b, 1, '') over touches as a, lagInFrame(ms, 1, toInt64(-9e15)) over touches as p
  from (
    select m.r as who, /*{state}*/ as b, toUnixTimestamp64Milli(occurred_at) as ms, batch, n/*{columns}*/
    from events inner join (/*{merge_map}*/) as m on events.person = m.p
    where brand = {brand:String} and person in (select p from (/*{merge_map}*/))/*{which}*/
  )
  window touches as (partition by who order by ms, batch, n rows between 1 preceding and current row)
)

-- name: transitions
-- Pairs of consecutive states of one person, with how often and by how many people; pairs further apart do not count.
select a, b, sum(n) as n, count() as people
from (
  select who, a, b, count() as n
  from (/*{touches}*/)
  where p > -9e15 and ms - p <= {gap_ms:Int64}
  group by who, a, b
)
group by a, b
order by a, b

-- name: packed
-- The carriers of each person number as numbers 4 * ms + carrier, in order of time; `root` is the person of a merged one.
-- A thousand people leave at a time, which keeps memory small.
select f.who as who, f.w as w, m.r as root
from (
  select person as who, arraySort(groupArray(e)) as w
  from (
    select person, bitShiftLeft(toUnixTimestamp64Milli(occurred_at), 2) + /*{code}*/ as e
    from events
    where brand = {brand:String} and person > 0/*{which}*/
    settings max_block_size = 65409
  )
  group by person
  settings max_block_size = 1024
) as f
any left join (/*{merge_map}*/) as m on f.who = m.p

-- name: walks
-- The same with (batch, place) between time and carrier, for some or all people.
select root as who, arrayMap(x -> bitShiftLeft(x.1, 2) + x.3, arraySort(groupArray((ms, tie, code)))) as w
from (
  select if(m.r = 0, person, m.r) as root, toUnixTimestamp64Milli(occurred_at) as ms, bitShiftLeft(batch, 32) + n as tie, /*{code}*/ as code
  from events any left join (/*{merge_map}*/) as m on events.person = m.p
  where brand = {brand:String} and person > 0/*{whose}*//*{which}*/
)
group by root

-- name: changes
-- Changes between two touches next to each other, 4 * from + to; 0 is none. Two carriers in one millisecond are a
-- dispute (255): such people are left out, to be read again with all that orders events.
select *, has(pairs, 255) as disputed, if(disputed, emptyArrayUInt8(), pairs) as t
from (
  select *, arrayMap((q, p) -> multiIf(bitAnd(q, 3) = bitAnd(p, 3), 0, bitOr(q, 3) = bitOr(p, 3) and {settled:UInt8} = 0, 255,
    bitOr(q, 3) - bitOr(p, 3) <= {gap_ms:Int64} * 4, bitAnd(p, 3) * 4 + bitAnd(q, 3), 0)::UInt8, arrayPopFront(w), arrayPopBack(w)) as pairs
  from (/*{of}*/)
)

-- name: counted
-- How often each change happens and to how many people: no hashing of pairs.
select [/*{sums}*/] as n, [/*{people}*/] as people, groupArrayIf(who, disputed) as disputed
from (/*{changes}*/)

-- name: counted_once
-- The same in one scan of the events: merged numbers are carried along, brought together and counted then.
select arrayMap((a, b) -> a + b, arrayResize(sumForEachIf(n_before, who = 0), 6), [/*{sums}*/]) as n,
  arrayMap((a, b) -> a + b, arrayResize(sumForEachIf(people_before, who = 0), 6), [/*{people}*/]) as people,
  arrayConcat(arrayFlatten(groupArrayIf(disputed_before, who = 0)), groupArrayIf(who, disputed)) as disputed
from (/*{again}*/)

-- name: gathered
select one.1 as who, any(n) as n_before, any(people) as people_before, any(disputed) as disputed_before, arraySort(arrayFlatten(groupArray(one.2))) as w
from (
  select n, people, disputed, arrayJoin(if(is_merged, merged, [(toUInt32(0), emptyArrayInt64())])) as one
  from (
    select root > 0 as is_merged, [/*{sums}*/] as n, [/*{people}*/] as people, groupArrayIf(who, disputed and root = 0) as disputed,
      groupArrayIf((root, w), root > 0) as merged
    from (/*{first}*/)
    group by is_merged
  )
)
group by who

-- name: arrivals
-- Arrivals by the definition, from the events themselves: named by the event's source, or inferred from the touch
-- before. The rows that intake writes into `edges` must be the same; a test compares them.
select came_from as source, b as target, sum(n) as arrivals, count() as people, sum(n_named) as named
from (
  select who, if(says, source, a) as came_from, b, count() as n, countIf(says) as n_named
  from (
    select who, a, b, p, ms, source, source in ('mini_program', 'official_account', 'channels') and source != b as says
    from (/*{touches}*/)
  )
  where ms >= {from_ms:Int64} and ms < {to_ms:Int64}
    and (says or (source = '' and p > -9e15 and a != b and ms - p <= {gap_ms:Int64}))
  group by who, came_from, b
)
group by source, target
order by source, target

-- name: conversion
-- Each change of state is an arrival; converted when the goal follows within the window (the arrival itself included).
select a.a as source, a.b as target, count() as arrivals, countIf(g.found = 1 and g.ms - a.ms <= {window_ms:Int64}) as converted
from (
  select who, a, b, ms from (/*{touches}*/) where p > -9e15 and a != b and ms - p <= {gap_ms:Int64}
) as a
asof left join (/*{goals}*/) as g on a.who = g.who and a.b = g.state and a.ms <= g.ms
group by source, target
order by source, target

-- name: goals
-- When and where people reached the goal; `found` tells a match from none.
select if(m.r = 0, e.person, m.r) as who, /*{state}*/ as state, toUnixTimestamp64Milli(occurred_at) as ms, 1 as found
from events as e any left join (/*{merge_map}*/) as m on e.person = m.p
where brand = {brand:String} and person > 0 and event = {goal:String}
