-- name: newest_days
-- The newest day that WeChat gave of each account.
select carrier_id, toString(max(day)) as newest
from carrier_stats
where brand = {brand:String}
  and day >= {since:Date}
group by carrier_id
