-- name: masks
-- Per person number: `c`, the first of the days `f` (days after {base}; earlier ones are negative), and days from {base}
-- on as bits. A month's bits end at {until} and are moved to where the month lies. Without such a day `c` is 2147483647.
select person, min(if(f > 0, toInt32(o + bitCount(bitXor(f, f - 1)) - 1), 2147483647)) as c/*{masks}*/
from (
  select person, toInt32(month - {base:Date}) as o, /*{first}*/ as f/*{columns}*/
  from (
    select *, toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {until:Date} - month + 1))) - 1) as upto
    from person_months
    where brand = {brand:String} and person > 0 and month <= {until:Date}/*{which}*/
  )
)
group by person

-- name: lives
-- The same per person: numbers without a merge where they stand, merged ones together.
select person as who, c/*{names}*/ from (/*{alone}*/) where c between {c_from:Int32} and {c_to:Int32}
union all
select g.r as who, min(a.c) as c/*{merged}*/
from (/*{together}*/) as a inner join (/*{merge_map}*/) as g on a.person = g.p
group by g.r
having c between {c_from:Int32} and {c_to:Int32}
