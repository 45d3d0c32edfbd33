-- name: orders_rollup
-- Orders a person number and day, from the roll-up.
select person, day, n
from person_days
where brand = {brand:String} and person > 0 and day between {from:Date} and {to:Date} and event = {event:String}

-- name: orders_raw
-- The same from the events.
select person, toDate(occurred_at, {zone:String}) as day, 1 as n
from events
where brand = {brand:String} and person > 0 and event = {event:String}
  and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64})

-- name: period
-- Buyers; those with orders on two days; those with two orders.
select count() as buyers, countIf(days >= 2) as two_days, countIf(orders >= 2) as two_orders
from (
  select if(m.r = 0, o.person, m.r) as who, uniqExact(o.day) as days, sum(o.n) as orders
  from (/*{orders}*/) as o any left join (/*{merge_map}*/) as m on o.person = m.p
  group by who
)

-- name: period_people
select who
from (
  select if(m.r = 0, o.person, m.r) as who, uniqExact(o.day) as days, sum(o.n) as orders
  from (/*{orders}*/) as o any left join (/*{merge_map}*/) as m on o.person = m.p
  group by who
)
where days >= {days:UInt32} and orders >= {orders:UInt32}
