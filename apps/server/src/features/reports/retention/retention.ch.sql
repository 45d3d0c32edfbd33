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

-- name: by_person
-- First day and all days of each person number.
select person, min(idx) as c, /*{collect}*/ as m from (/*{active}*/) group by person

-- name: by_person_months
-- The same from the roll-up by month.
select person, c, /*{column}*/ as m from (/*{masks}*/) where c < 2147483647

-- name: cohorts
-- One pass over the active days: per person number the first day and all days as a bit mask (or list). Numbers with the
-- same days are counted together; the few merged ones come together by person. A fact is one number,
-- kind * 2^32 + first * 2^16 + o. Kind 0: active exactly o after the first day; 1: last active o after it; 2: first back
-- o after it.
select fact, sum(n) as people
from (
  select arrayJoin(/*{facts}*/) as fact, n
  from (
    select min(a.c) as first, /*{merge}*/ as mask, if(root = 0, count(), 1) as n
    from (
      select b.c as c, b.m as m, g.r as r
      from (/*{by_person}*/) as b
      any left join (/*{merge_map}*/) as g on b.person = g.p
    ) as a
    group by a.r as root, if(a.r = 0, a.c, 0) as own_first, if(a.r = 0, a.m, defaultValueOfArgumentType(a.m)) as own_days
  )
  where first >= 0
)
group by fact

-- name: people
-- Who they are: people whose first day lies between two, by when they came back.
select who
from (
  select if(m.r = 0, a.person, m.r) as who, min(a.c) as first, /*{merge}*/ as mask
  from (/*{by_person}*/) as a
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
