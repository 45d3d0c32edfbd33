-- name: past_follows
-- The latest follow of everyone who followed this account by what was told before; a share of them at a time.
select identity, max(toUnixTimestamp64Milli(occurred_at)) as at
from events
where brand = {brand:String} and event = 'oa.follow' and carrier_id = {carrier:String} and startsWith(identity, 'o:')
  and cityHash64(identity) % {shares:UInt32} = {share:UInt32}
group by identity

-- name: count_follows
select count() as n
from events
where brand = {brand:String} and event = 'oa.follow' and carrier_id = {carrier:String}
