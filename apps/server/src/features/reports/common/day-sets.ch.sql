-- name: days
-- Per day the people in each set as bitmaps, people as they are now; what came before {sets_from} is one day.
with (/*{merge_scalar}*/) as m
select day, /*{now}*/
from (
  select day, /*{sets}*/
  from (select greatest(r.day, {sets_from:Date} - 1) as day, carrier, event, groupBitmapMergeState(r.people) as people from (/*{rows}*/) as r group by day, carrier, event)
  group by day
)

-- name: own_acts
select day, toString(carrier) as carrier, '' as event, people from (/*{carrier_days}*/) where day between {own_from:Date} and {sets_to:Date}

-- name: earlier
-- Everyone of the months before.
select {own_from:Date} - 1 as day, '' as carrier, '' as event, groupBitmapState(person) as people
from person_months where brand = {brand:String} and person > 0 and month < {own_from:Date} and days > 0

-- name: named
select day, toString(carrier) as carrier, toString(event) as event, people
from (/*{day_people}*/)
where event in {sets_of:Array(String)} and day between {named_from:Date} and {sets_to:Date}
