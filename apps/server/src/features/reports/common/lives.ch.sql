-- name: masks
-- Per person number and month: `c`, the first of the days `f` (days after {base}; earlier ones are negative), and days from
-- {base} on as bits. A month's bits end at {until} and are moved to where the month lies. Without such a day `c` is 2147483647.
select person, if(f > 0, toInt32(o + bitCount(bitXor(f, f - 1)) - 1), 2147483647) as c/*{masks}*/
from (
  select person, toInt32(month - {base:Date}) as o, /*{first}*/ as f/*{columns}*/
  from (
    select *, toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {until:Date} - month + 1))) - 1) as upto
    from person_months
    where brand = {brand:String} and person > 0 and month <= {until:Date}/*{which}*/
  )
)

-- name: lives
-- The same per person, all months and merged numbers together.
with (/*{merge_scalar}*/) as m
select transform(l.person, m.2, m.3, l.person) as who, min(l.c) as c/*{together}*/
from (/*{masks}*/) as l
group by who
having c between {c_from:Int32} and {c_to:Int32}
