-- name: seen
-- Events by where they came from, out of the daily roll-up: pushes of accounts, the SDK, paid orders.
select sumIf(n, event like 'oa.%' or event like 'channels.%') as callbacks, sumIf(n, event like 'mp.%') as sdk, sumIf(n, event = 'order.pay') as orders
from day_people
where brand = {brand:String}
