-- name: figures
-- WeChat's figures of one account, the newest version of each.
select toString(day) as on_day, metric, dimension, value, toString(version) as read_at
from carrier_stats final
where brand = {brand:String}
  and carrier_id = {carrier:String}
  and day between {from:Date} and {to:Date}
order by metric, day, dimension

-- name: last_reading
-- When the account was last read, and the newest day; both zero when never.
select toString(max(version)) as read_at, toString(max(day)) as newest, count() as n
from carrier_stats
where brand = {brand:String}
  and carrier_id = {carrier:String}

-- name: own_days
-- What arrived from the account by WeChat's day and event: events, and people each once (merged ones together).
select toString(day) as on_day, event, n, /*{people}*/ as people
from (
  select toDate(occurred_at, 'Asia/Shanghai') as day, event, count() as n, groupBitmapState(person) as b
  from events
  where brand = {brand:String}
    and carrier_id = {carrier:String}
    and person > 0
    and event in {names:Array(String)}
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64})
    and (event != 'mp.launch' or touch != 'exclude')
  group by day, event
)
