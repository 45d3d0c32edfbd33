-- name: known_days
-- Days of an account that were read, and when the newest reading was.
select toString(day) as read_day, max(version) as read_at
from carrier_stats
where brand = {brand:String} and carrier_id = {carrier:String} and day >= {since:Date}
group by read_day
