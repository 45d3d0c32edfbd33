-- name: candidates
-- Who did all of the things at all, as a bitmap of people as they are now.
select /*{all}*/
from (
  select /*{each}*/
  from (/*{day_people}*/)
  where event in {events:Array(String)} and day between {from:Date} and {to:Date}
)

-- name: known
-- The same as people, when once is enough of everything.
with (/*{merge_scalar}*/) as m
select arrayJoin(bitmapToArray((/*{candidates}*/))) as who

-- name: did
-- People who did each of some things at least so often in a range, counted over all numbers that count as one person.
with (/*{merge_scalar}*/) as m/*{candidates}*/
select transform(d.person, m.2, m.3, d.person) as who
from (select person, day, event, n from (/*{days}*/) where event in {counted:Array(String)} and day between {from:Date} and {to:Date}) as d/*{which}*/
group by who
having /*{enough}*/

-- name: count
select count() as people from (/*{did}*/)
