-- name: did
-- People who did each of some things at least so often in a range. Bitmaps of who did them at all leave few; of those,
-- only things asked for more than once are counted. Everything is said of who people are now.
with (/*{merge_scalar}*/) as m, (select /*{some}*/) as some
select arrayJoin(bitmapToArray(/*{all}*/)) as who

-- name: once
-- Who did one thing at all, from the bitmaps a day.
(select groupBitmapMergeState(people) from (/*{day_people}*/) where event = /*{event}*/ and day between {from:Date} and {to:Date})

-- name: more
-- Who of them did it so often, counted over all their numbers.
(select groupBitmapState(who) from (
  select transform(d.person, m.2, m.3, d.person) as who
  from (
    select person, sum(n) as n
    from (/*{days}*/)
    where event = /*{event}*/ and day between {from:Date} and {to:Date} and person in (
      select arrayJoin(bitmapToArray(some))
      union all
      select p from (/*{merge_map}*/) where r in (select arrayJoin(bitmapToArray(some)))
    )
    group by person
  ) as d
  group by who
  having sum(d.n) >= /*{times}*/
))

-- name: count
select count() as people from (/*{did}*/)
