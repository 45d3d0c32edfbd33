-- name: newest_days
-- The newest day that WeChat gave of each account.
select carrier_id, toString(max(day)) as newest
from carrier_stats
where brand = {brand:String}
  and day >= {since:Date}
group by carrier_id

-- name: failed_pushes
-- WeChat's own count of its pushes to each account on a day, and of those that failed.
select carrier_id,
       sumIf(value, metric = 'oa.callbacks') as count,
       sumIf(value, metric = 'oa.callbacks_failed') as failed
from carrier_stats final
where brand = {brand:String}
  and day = {day:Date}
  and metric in ('oa.callbacks', 'oa.callbacks_failed')
  and dimension = ''
group by carrier_id
