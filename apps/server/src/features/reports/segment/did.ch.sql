-- name: did
-- People who did each of some things at least so often in a range, from the roll-up by day (key: brand, person, day).
-- Numbers without a merge are judged where they stand; merged ones are added up first.
select who
from (
  select if(m.r = 0, d.person, m.r) as who/*{sums}*/
  from (
    select person/*{counts}*/
    from (/*{person_days}*/)
    where day between {from:Date} and {to:Date} and event in {events:Array(String)}
    group by person
    having person in (select p from (/*{merge_map}*/)) or (/*{enough}*/)
  ) as d
  any left join (/*{merge_map}*/) as m on d.person = m.p
  group by who
)
where /*{enough}*/

-- name: count
select count() as people from (/*{did}*/)
