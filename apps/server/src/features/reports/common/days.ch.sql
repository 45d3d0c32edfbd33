-- name: person_days_rollup
select person, day, event, carrier, n, value_fen from person_days where brand = {brand:String} and person > 0

-- name: person_days_raw
select person, toDate(occurred_at, {zone:String}) as day, event, carrier, 1 as n, value_fen from events where brand = {brand:String} and person > 0

-- name: day_people_rollup
select day, carrier, event, people, n, value_fen from day_people where brand = {brand:String}

-- name: day_people_raw
select toDate(occurred_at, {zone:String}) as day, carrier, event, groupBitmapState(person) as people, count() as n, sum(value_fen) as value_fen
from events where brand = {brand:String} and person > 0
group by day, carrier, event

-- name: carrier_days_rollup
select day, carrier, people, n, value_fen from carrier_days where brand = {brand:String}

-- name: carrier_days_raw
-- Carriers are grouped by their number, which is twice as fast as by name.
select d as day, ['other', 'mini_program', 'official_account', 'channels'][c + 1] as carrier, people, n, value_fen
from (
  select /*{day}*/ as d, cast(transform(carrier, ['mini_program', 'official_account', 'channels'], [1, 2, 3], 0) as UInt8) as c, /*{counted}*/
  from events
  where brand = {brand:String} and person > 0/*{which}*/
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64})
  group by d, c
)
