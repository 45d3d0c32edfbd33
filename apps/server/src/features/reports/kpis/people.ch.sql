-- name: totals
-- Orders and money of a range.
select sum(n) as orders, sum(value_fen) as gmv from (/*{day_people}*/) where event = 'order.pay' and day between {from:Date} and {to:Date}

-- name: by_carrier
with (/*{merge_scalar}*/) as m
select carrier, n as events, /*{people}*/ as people
from (
  select carrier, groupBitmapMergeState(people) as b, sum(n) as n
  from (select * from (/*{carrier_days}*/) where day between {from:Date} and {to:Date})
  group by carrier
)

-- name: active
-- The people active in a range, narrowed by carrier and event.
select distinct if(m.r = 0, d.person, m.r) as who
from (select person from (/*{person_days}*/) where day between {from:Date} and {to:Date}/*{which}*/ group by person) as d
any left join (/*{merge_map}*/) as m on d.person = m.p

-- name: series
-- One metric by bucket and key.
with (/*{merge_scalar}*/) as m
select day, key, n, value_fen, /*{people}*/ as people
from (
  select toString(/*{bucket}*/) as day, /*{key}*/ as key, groupBitmapMergeStateIf(people, event not in {passive:Array(String)}) as b, sum(n) as n, sum(value_fen) as value_fen
  from (select day as d, carrier, event, people, n, value_fen from (/*{day_people}*/) where day between {from:Date} and {to:Date}/*{which}*/)
  group by day, key
)

-- name: series_of_all
-- The same of everything together, by bucket and at most carrier.
with (/*{merge_scalar}*/) as m
select day, key, n, value_fen, /*{people}*/ as people
from (
  select toString(/*{bucket}*/) as day, /*{key}*/ as key, groupBitmapMergeState(people) as b, sum(n) as n, sum(value_fen) as value_fen
  from (select day as d, carrier, people, n, value_fen from (/*{carrier_days}*/) where day between {from:Date} and {to:Date})
  group by day, key
)

-- name: official
-- What WeChat itself says, newest version of each figure.
select carrier_id, metric, sum(value) as value, uniqExact(day) as days
from carrier_stats final
where brand = {brand:String} and day between {from:Date} and {to:Date} and dimension = ''
group by carrier_id, metric
order by carrier_id, metric

-- name: event_names
with (/*{merge_scalar}*/) as m
select event, carriers, n, /*{people}*/ as people
from (
  select event, arraySort(groupUniqArray(toString(carrier))) as carriers, sum(n) as n, groupBitmapMergeState(people) as b
  from (select * from (/*{day_people}*/) where day between {from:Date} and {to:Date})
  group by event
)
order by n desc, event
limit 500

-- name: property_names
-- Names of properties, from a sample of the newest events.
select arrayJoin(JSONExtractKeys(props)) as name, count() as n
from (
  select props from events
  where brand = {brand:String} and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64}) and props != '{}'
  limit 20000
)
group by name order by n desc, name limit 100
