-- name: median_steps
-- Ordinary median of the milliseconds between the steps of the way that each person's completion takes.
select quantileExactInclusiveForEach(0.5)(took) as ms, count() as people
from (
  select arrayMap(k -> intDiv(way[k], /*{unit}*/) - intDiv(way[k - 1], /*{unit}*/), range(/*{from}*/, /*{to}*/)) as took
  from (
    select /*{way}*/ as way
    from (
      select s, /*{start}*/ as start
      from (
        select if(a.r = 0, a.person, a.r) as who, arraySort(groupArrayArray(a.s)) as s
        from (
          select f.person as person, f.s as s, m.r as r
          from (/*{by_person}*/) as f
          any left join (/*{merge_map}*/) as m on f.person = m.p
        ) as a
        group by who
      )
      where arrayFold((acc, x) -> bitOr(acc, x.2), s, toUInt32(0)) = {all_steps:UInt32}
    )
    where start > 0
  )
)
