-- name: did
-- People who did each of some things at least so often in a range. Bitmaps of who did them at all leave few; of those,
-- only things asked for more than once are counted. Everything is said of who people are now.
with (/*{merge_scalar}*/) as m,
  (select /*{some}*/) as some,
  (select bitmapOr(some, bitmapBuild(arrayFilter((p, r) -> bitmapContains(some, r), m.2, m.3)))) as rows_of_some
select arrayJoin(bitmapToArray(/*{all}*/)) as who

-- name: once
-- Who did one thing at all, from the bitmaps a day.
(select groupBitmapMergeState(people) from (/*{day_people}*/) where event = /*{event}*/ and day between {from:Date} and {to:Date})

-- name: more
-- Who of them did it so often.
(select groupBitmapState(who) from (
  select if(g.r = 0, d.person, g.r) as who
  from (
    select person, sum(n) as n
    from (/*{days}*/)
    where event = /*{event}*/ and day between {from:Date} and {to:Date} and bitmapContains(rows_of_some, person)
    group by person
  ) as d
  any left join (/*{merge_map}*/) as g on d.person = g.p
  group by who
  having sum(d.n) >= /*{times}*/
))

-- name: count
select count() as people from (/*{did}*/)
