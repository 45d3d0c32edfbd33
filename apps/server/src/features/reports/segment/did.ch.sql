-- name: days_rollup
-- Counts of one thing a person and day (key: brand, event, person, day).
select person, n from event_days where brand = {brand:String} and day between {from:Date} and {to:Date} and /*{which}*/

-- name: days_raw
-- The same from the events, where the brand's days are not those of the roll-ups.
select person, 1 as n from events where brand = {brand:String} and person > 0 and toDate(occurred_at, {zone:String}) between {from:Date} and {to:Date} and /*{which}*/

-- name: enough
-- Who did one thing so often, as a bitmap.
(select groupBitmapState(person) from (select person from (/*{days}*/) group by person/*{having}*/))

-- name: did
-- People who did each of some things at least so often in a range. Numbers without a merge are judged where they stand;
-- merged ones are added up first.
with (select groupBitmapState(p) from (/*{merge_map}*/)) as merged
select arrayJoin(bitmapToArray(bitmapAndnot(/*{all}*/, merged))) as who
union all
select m.r as who
from (/*{merged_days}*/) as d
inner join (/*{merge_map}*/) as m on d.person = m.p
group by who
having /*{enough}*/

-- name: merged_rollup
select person, event, n from event_days
where brand = {brand:String} and event in {events:Array(String)} and person in (select p from (/*{merge_map}*/)) and day between {from:Date} and {to:Date}

-- name: merged_raw
select person, event, 1 as n from events
where brand = {brand:String} and event in {events:Array(String)} and person in (select p from (/*{merge_map}*/)) and toDate(occurred_at, {zone:String}) between {from:Date} and {to:Date}

-- name: count
select count() as people from (/*{did}*/)
