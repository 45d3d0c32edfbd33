-- name: walks
-- What each person passed in the range, in order, and whether the goal was among it.
select if(m.r = 0, a.person, m.r) as who, arraySlice(arrayCompact(arrayMap(x -> x.2, arraySort(groupArrayArray(a.places)))), 1, {length:UInt32}) as path, max(a.goal) as goal
from (
  select person, groupArrayIf(((toUnixTimestamp64Milli(occurred_at), batch, n), toString(/*{place}*/)), /*{which}*/) as places, max(event = {goal:String}) as goal
  from events
  where brand = {brand:String} and person > 0 and event not in {passive:Array(String)}
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64})
  group by person
) as a
any left join (/*{merge_map}*/) as m on a.person = m.p
group by who

-- name: paths
select path, count() as people, countIf(goal) as converted, sum(people) over () as total
from (/*{walks}*/)
where notEmpty(path)
group by path
order by people desc, path
limit {limit:UInt32}

-- name: who
select who from (/*{walks}*/) where path = {path:Array(String)}
