-- name: months
-- A row a person number and month: `o` days after {base} it begins, `upto` its bits to {until}.
select *, toInt32(month - {base:Date}) as o, toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {until:Date} - month + 1))) - 1) as upto
from person_months
where brand = {brand:String} and person > 0 and month <= {until:Date}
