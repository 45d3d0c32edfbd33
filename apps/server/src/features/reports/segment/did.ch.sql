-- name: did
-- People who did each of some things at least so often in a range, counted over all numbers that count as one person.
with (/*{merge_scalar}*/) as m
select transform(d.person, m.2, m.3, d.person) as who
from (select person, day, event, n from (/*{days}*/) where event in {events:Array(String)} and day between {from:Date} and {to:Date}) as d
group by who
having /*{enough}*/

-- name: count
select count() as people from (/*{did}*/)
