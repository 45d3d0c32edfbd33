-- name: known_days
-- Days of an account that were read, and when the newest reading was.
select toString(day) as read_day, max(version) as read_at
from carrier_stats
where brand = {brand:String} and carrier_id = {carrier:String} and day >= {since:Date}
group by read_day

-- name: figures_between
-- What is known of an account in a span of days, the newest of each.
select toString(day) as on_day, metric, dimension, value
from carrier_stats final
where brand = {brand:String} and carrier_id = {carrier:String} and metric in {metrics:Array(String)} and day between {from:Date} and {to:Date}

-- name: newest_version
select toString(max(version)) as version
from carrier_stats
where brand = {brand:String} and carrier_id = {carrier:String}
