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
-- First day and all days of each person number. `who` is the person, for filters that shall not go down to the rows.
select person, any(person) as who, min(idx) as c, /*{collect}*/ as m from (/*{active}*/) group by person

-- name: by_person_months
-- The same from the roll-up by month, whose bits are moved to where the month lies: `o` days after the begin of the range.
select person, any(person) as who, min(o + bitCount(bitXor(bits, bits - 1)) - 1) as c,
  groupBitOr(bitShiftRight(bitShiftLeft(/*{wide}*/(bits), toUInt8(greatest(o, 0))), toUInt8(least(greatest(-o, 0), 31)))) as m
from (
  select person, toInt32(month - {base:Date}) as o,
    if({until:Date} - month >= 31, days, bitAnd(days, toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {until:Date} - month + 1))) - 1))) as bits
  from person_months
  where brand = {brand:String} and person > 0 and month <= {until:Date}/*{which}*/
)
where bits > 0
group by person

-- name: cohorts
-- One pass over the active days: per person the first day and all days as a bit mask (or list), then how many people
-- have each fact. A fact is one number, kind * 2^32 + first * 2^16 + o. Kind 0: active exactly o after the first day;
-- 1: last active o after it; 2: first back o after it. The few merged persons are brought together beside the others.
select fact, count() as people
from (
  select arrayJoin(/*{facts}*/) as fact
  from (
    select c as first, m as mask from (/*{by_person}*/) where who not in (select p from (/*{merge_map}*/))
    union all
    select min(a.c) as first, /*{merge}*/ as mask
    from (/*{by_merged}*/) as a inner join (/*{merge_map}*/) as m on a.person = m.p
    group by m.r
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
