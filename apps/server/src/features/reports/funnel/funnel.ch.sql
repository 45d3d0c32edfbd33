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

-- name: packed
-- The step events of each person number as numbers 32 * ms + step, in order of time; `root` is the person of a merged one.
select f.who as who, f.w as w, m.r as root
from (
  select person as who, arraySort(groupArray((toUnixTimestamp64Milli(occurred_at) - {from_ms:Int64} + 1) * 32 + /*{step}*/)) as w
  from events
  where brand = {brand:String}
    and person > 0
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    and occurred_at < fromUnixTimestamp64Milli({read_until_ms:Int64})
    /*{which}*/
  group by person
) as f
any left join (/*{merge_map}*/) as m on f.who = m.p

-- name: judged
-- The deepest step per row. Steps of one millisecond are taken as they come in the chain; where that could matter the
-- level is disputed (255).
select *, if(deepest > 1 and arrayExists((q, p) -> bitOr(q, 31) = bitOr(p, 31) and q != p, arrayPopFront(w), arrayPopBack(w)), 255, deepest) as judged
from (select *, /*{deepest}*/ as deepest from (/*{starts}*/))

-- name: levels_packed
-- People by level, in one scan: the events of merged numbers are carried along (level 254), brought together and judged
-- then. Whoever is disputed is given by number, to be judged with all that orders events.
select if(before = 254, judged, before) as level, sum(if(before = 254, 1, n)) as people,
  arrayFlatten(groupArray(multiIf(before = 255, disputed_before, before = 254 and judged = 255, [who], []))) as disputed
from (/*{again}*/)
where level > 0
group by level

-- name: gathered
-- What `judged` says, and the merged ones together.
select before, one.1 as who, any(n) as n, any(disputed) as disputed_before, arraySort(arrayFlatten(groupArray(one.2))) as w
from (
  select before, n, disputed, arrayJoin(if(before = 254, merged, [(toUInt32(0), emptyArrayInt64())])) as one
  from (
    select if(root > 0, 254, judged) as before, count() as n, groupArrayIf(who, judged = 255 and root = 0) as disputed, groupArrayIf((root, w), root > 0) as merged
    from (/*{first}*/)
    group by before
  )
)
group by before, who

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
