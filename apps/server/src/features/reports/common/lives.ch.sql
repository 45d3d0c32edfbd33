-- name: months
-- A row a person number and month: `o` days after {base} it begins, `upto` its bits to {until}, `since` its bits from {first_from}.
select *, toInt32(month - {base:Date}) as o,
  toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {until:Date} - month + 1))) - 1) as upto/*{since}*/
from person_months
where brand = {brand:String} and person > 0 and month <= {until:Date}/*{which}*/

-- name: lives
-- Per person the first day and days as bits, all months and merged numbers together.
with (/*{merge_scalar}*/) as m
select transform(l.person, m.2, m.3, l.person) as who, min(l.c) as c/*{together}*/
from (/*{masks}*/) as l
group by who
having c between 0 and {c_to:Int32}
