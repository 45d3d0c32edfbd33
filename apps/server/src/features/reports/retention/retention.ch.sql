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

-- name: rows_bits
-- Per person number the first day and all days as bits, along the table's order: one bit an event is all that is done for
-- each. Bit 0 stands for all days before the range, whose first is -1 then.
select person, toInt32(bitCount(bitXor(x, x - 1))) - 2 as c, bitShiftRight(x, 1) as b
from (select person, /*{gather}*/ as x from (/*{active}*/) group by person)

-- name: rows
-- The same with the days as a list.
select person, min(idx) as c, /*{gather}*/ as b from (/*{active}*/) group by person

-- name: rows_months
-- The same from the roll-up by month: a row a person and month.
select person, c, /*{column}*/_bits as b from (/*{masks}*/) where c < 2147483647

-- name: lives
-- Per person the first day and all days as a bit mask (or list).
select transform(person, m.2, m.3, person) as who, min(c) as first, /*{collect}*/ as mask
from (/*{rows}*/)
group by who

-- name: cohorts
-- How many people have each fact. A fact is one number, kind * 2^32 + first * 2^16 + o. Kind 0: active exactly o after the
-- first day; 1: last active o after it; 2: first back o after it.
with (/*{merge_scalar}*/) as m
select fact, count() as people
from (select arrayJoin(/*{facts}*/) as fact from (/*{lives}*/) where first >= 0)
group by fact

-- name: people
-- Who they are: people whose first day lies between two, by when they came back.
with (/*{merge_scalar}*/) as m
select who
from (/*{lives}*/)
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
