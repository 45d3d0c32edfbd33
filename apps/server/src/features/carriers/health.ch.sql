-- name: last_event
-- When the account's last event arrived; the epoch when there is none. Reads the brand's newest months only.
select max(received_at) as at
from events
where brand = {brand:String}
  and carrier_id = {carrier:String}
  and occurred_at >= {since:DateTime64(3)}

-- name: events_by_hour
-- Arrivals of the account by the hour of receipt; hours without any are absent.
select toStartOfHour(received_at) as at, count() as n
from events
where brand = {brand:String}
  and carrier_id = {carrier:String}
  and received_at >= {since:DateTime64(3)}
  and occurred_at >= {since:DateTime64(3)} - interval 7 day
group by at
order by at

-- name: interface_days
-- WeChat's own count of its pushes to us by day, the newest version of each.
select toString(day) as on_day, metric, value
from carrier_stats final
where brand = {brand:String}
  and carrier_id = {carrier:String}
  and day between {from:Date} and {to:Date}
  and metric in ('oa.callbacks', 'oa.callbacks_failed', 'oa.callback_ms', 'oa.callback_max_ms')
  and dimension = ''
order by day, metric
