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
