-- name: active_rollup
-- Active days a person number, from the roll-up by day. `idx` counts days (weeks, months) from the begin of the range;
-- days before it are negative.
select person, /*{index}*/ as idx
from person_days
where brand = {brand:String} and person > 0 and day <= {until:Date}/*{which}*/

-- name: active_raw
-- The same from the events themselves.
select person, /*{index}*/ as idx
from events
where brand = {brand:String} and person > 0 and occurred_at < fromUnixTimestamp64Milli({until_ms:Int64})/*{which}*/

-- name: cohorts
-- One pass over the active days: per person the first day c and all days as a bit mask (or list) m, then how many have
-- each. `kind` 0: people of cohort c active exactly o later; 1: whose last activity is o after the first;
-- 2: whose first return is o after. Merged persons are brought together after their own masks are made.
select toUInt8(fact.1) as kind, toInt32(fact.2) as c, toUInt32(fact.3) as o, sum(n) as people
from (
  select if(root = 0, own_c, together_c) as first, if(root = 0, own_m, together_m) as mask, if(root = 0, n, 1) as n
  from (
    select root, if(root = 0, c, 0) as own_c, if(root = 0, m, /*{nothing}*/) as own_m, count() as n,
      minIf(c, root > 0) as together_c, /*{merge}*/ as together_m
    from (
      select a.c as c, a.m as m, m.r as root
      from (select person, min(idx) as c, /*{collect}*/ as m from (/*{active}*/) group by person) as a
      any left join (/*{merge_map}*/) as m on a.person = m.p
    )
    group by root, own_c, own_m
  )
)
array join /*{facts}*/ as fact
where first >= 0
group by kind, c, o

-- name: people
-- Who they are: people whose first day lies between two, by when they came back.
select who
from (
  select if(m.r = 0, a.person, m.r) as who, min(a.c) as first, /*{merge_all}*/ as mask
  from (select person, min(idx) as c, /*{collect}*/ as m from (/*{active}*/) group by person) as a
  any left join (/*{merge_map}*/) as m on a.person = m.p
  group by who
)
where first >= {first_from:Int32} and first <= {first_to:Int32} and /*{condition}*/

-- name: recurring
-- Cell (i, o): people active on day i and o days later, new or not.
select toUInt32(cell.1) as i, toUInt32(cell.2) as o, count() as people
from (
  select if(m.r = 0, a.person, m.r) as who, arraySort(groupUniqArray(a.idx)) as days
  from (select distinct person, idx from (/*{active}*/) where idx >= 0) as a
  any left join (/*{merge_map}*/) as m on a.person = m.p
  group by who
)
array join arrayFlatten([arrayFlatten(arrayMap(i -> arrayMap(k -> (i, k - i), arrayFilter(k -> k >= i, days)), days))]) as cell
group by i, o
