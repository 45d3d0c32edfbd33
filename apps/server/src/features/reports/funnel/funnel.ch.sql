-- name: by_person
-- One row a person number: what was collected of its step events, along the table's order.
select person, /*{collected}*/ as s/*{by_columns}*/
from events
where brand = {brand:String}
  and person > 0
  and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
  and occurred_at < fromUnixTimestamp64Milli({read_until_ms:Int64})
  /*{which}*/
group by person

-- name: moments
-- For steps whose order within one millisecond does not matter: counts of each kind of step a person and moment.
select person, groupArray((u, c)) as s
from (
  select person, /*{u}*/ as u, /*{counts}*/ as c
  from events
  where brand = {brand:String}
    and person > 0
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    and occurred_at < fromUnixTimestamp64Milli({read_until_ms:Int64})
    /*{which}*/
  group by person, occurred_at
)
group by person

-- name: levels
-- People by the deepest step they reach. Persons without a merge are judged where they stand (their rows leave in
-- order, a few at a time); only the merged ones are brought together first.
select level, sum(people) as people
from (
  select if(root = 0, own, together) as level, if(root = 0, n, 1) as people
  from (
    select a.r as root, if(a.r = 0, /*{own}*/, 0) as own, count() as n, /*{together}*/ as together
    from (select f.s as s, m.r as r from (/*{by_person}*/) as f any left join (/*{merge_map}*/) as m on f.person = m.p) as a
    group by root, own
  )
)
where level > 0
group by level
order by level

-- name: packs
-- Step events in packs of 1,024 person numbers. An event is a number, 32 * ms + step; `w` has them sorted with the low bits
-- of the person above (45 bits up). Merged persons' events stand apart, with who they count as. Four packs leave at a time,
-- which keeps memory small.
select intDiv(person, 1024) as pack,
  arraySort(groupArrayIf(bitOr(bitShiftLeft(toUInt64(bitAnd(person, 1023)), 45), e), r = 0)) as w,
  groupArrayIf((r, e), r > 0) as apart
from (
  select person, transform(person, m.2, m.3, toUInt32(0)) as r,
    toUInt64((toUnixTimestamp64Milli(occurred_at) - {from_ms:Int64} + 1) * 32 + /*{step}*/) as e
  from events
  where brand = {brand:String}
    and person > 0
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    and occurred_at < fromUnixTimestamp64Milli({read_until_ms:Int64})
    /*{which}*/
  settings max_block_size = 65409
)
group by pack
settings max_block_size = 4

-- name: judged
-- Per pack how many persons reach each step. Steps of one millisecond are taken as they come in the chain: who has such
-- is `unsure` and left out.
select *, [/*{counts}*/] as reached
from (
  select *, arrayDistinct(arrayMap(x -> bitShiftRight(x, 45),
    arrayFilter((q, p) -> bitOr(q, 31) = bitOr(p, 31) and q != p, arrayPopFront(w), arrayPopBack(w)))) as unsure/*{persons}*/
  from (/*{starts}*/)
)

-- name: gathered
-- What is known of all packs (root 0), and the events of each merged person together.
select one.1 as root, arraySort(groupArrayArray(one.2)) as w, groupArrayArray(one.3) as reached_before, groupArrayArray(one.4) as unsure_before
from (
  select arrayJoin(arrayConcat(
    [(toUInt32(0), emptyArrayUInt64(), sumForEach(reached), groupArrayArray(arrayMap(low -> toUInt32(pack * 1024 + low), unsure)))],
    arrayMap(x -> (x.1, [x.2], emptyArrayInt64(), emptyArrayUInt32()), groupArrayArray(apart))
  )) as one
  from (/*{packs}*/)
)
group by root

-- name: reached
-- People by step in one scan, and by number those who must be judged with all that orders events.
with (/*{merge_scalar}*/) as m
select sumForEach(if(root = 0, reached_before, reached)) as people,
  groupArrayArray(multiIf(root = 0, unsure_before, notEmpty(unsure), [root], [])) as disputed
from (/*{gathered}*/)

-- name: levels_by
-- The same by the value of a property at the person's first step.
select value, level, sum(people) as people
from (
  select if(root = 0, own, together) as level, if(root = 0, own_value, together_value) as value, if(root = 0, n, 1) as people
  from (
    select a.r as root, if(a.r = 0, /*{own}*/, 0) as own, if(a.r = 0, a.v, '') as own_value, count() as n,
      /*{together}*/ as together, argMinIf(a.v, a.f, a.r > 0 and a.f > 0) as together_value
    from (
      select f.s as s, f.v as v, f.f as f, m.r as r
      from (/*{by_person}*/) as f any left join (/*{merge_map}*/) as m on f.person = m.p
    ) as a
    group by root, own, own_value
  )
)
where level > 0
group by value, level
order by value, level

-- name: who
-- The people themselves, by number.
select who
from (
  select if(a.r = 0, a.person, a.r) as who, /*{all}*/ as level/*{who_value}*/
  from (
    select f.person as person, f.s as s/*{who_columns}*/, m.r as r
    from (/*{by_person}*/) as f any left join (/*{merge_map}*/) as m on f.person = m.p
  ) as a
  group by who
)
where level >= {at_least:UInt8} and level <= {at_most:UInt8}/*{who_filter}*/

-- name: median_seconds
-- Over people who complete: earliest completion after their first start that can complete, read backwards.
select quantileExactInclusive(0.5)(took) / 1000 as seconds, count() as people
from (
  select /*{took}*/ as took
  from (
    select if(a.r = 0, a.person, a.r) as who, arraySort(groupArrayArray(a.s)) as s
    from (
      select f.person as person, f.s as s, m.r as r
      from (select person, s from (/*{by_person}*/) where bitAnd(arrayFold((acc, x) -> bitOr(acc, x.2), s, toUInt32(0)), {all_steps:UInt32}) > 0) as f
      any left join (/*{merge_map}*/) as m on f.person = m.p
    ) as a
    group by who
  )
  where arrayFold((acc, x) -> bitOr(acc, x.2), s, toUInt32(0)) = {all_steps:UInt32}
)
where took >= 0
