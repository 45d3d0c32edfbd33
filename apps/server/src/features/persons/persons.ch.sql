-- name: summary
-- Totals a person number and carrier. Reads along the key: brand, person.
select person, carrier, count() as events, countIf(event = 'order.pay') as orders, sumIf(value_fen, event = 'order.pay') as value_fen,
  toUnixTimestamp64Milli(min(occurred_at)) as first_ms, toUnixTimestamp64Milli(max(occurred_at)) as last_ms
from events
where brand = {brand:String} and person in {persons:Array(UInt32)} and person > 0
group by person, carrier

-- name: interests
-- Weighted acts by topic: reads 1, watches and likes 2, shares 3, bookings and orders 5.
select topic, sum(weight) as score, count() as events
from (
  select multiIf(JSONHas(props, 'topic'), JSONExtractString(props, 'topic'), JSONHas(props, 'category'), JSONExtractString(props, 'category'),
      JSONHas(props, 'contentId'), JSONExtractString(props, 'contentId'), '') as topic,
    multiIf(event in ('service.book', 'order.pay', 'service.done'), 5, event = 'mp.share', 3, event in ('content.watch', 'content.like', 'channels.reserve'), 2, event in ('content.read', 'mp.page'), 1, 0) as weight
  from events
  where brand = {brand:String} and person in {persons:Array(UInt32)} and person > 0
)
where topic != '' and weight > 0
group by topic
order by score desc, topic
limit 10

-- name: need
-- Whether a person read, liked (or watched) and booked.
select countIf(event = 'content.read') > 0 and countIf(event in ('content.like', 'content.watch', 'channels.reserve')) > 0
  and countIf(event in ('service.book', 'order.pay')) > 0 as high_need
from events
where brand = {brand:String} and person in {persons:Array(UInt32)} and person > 0

-- name: events
-- Events, newest first; `before` is the last one of the page before.
select person, toUnixTimestamp64Milli(occurred_at) as at_ms, toUnixTimestamp64Milli(received_at) as received_ms, event, carrier, carrier_id, source, entry, touch, trace,
  identity, value_fen, props, batch, n
from events
where brand = {brand:String} and person > 0/*{which}*/
order by occurred_at desc, batch desc, n desc
limit {limit:UInt32}

-- name: drilled
-- Numbers in the rows of the people behind a figure.
person in (
  select who from (/*{people}*/)
  union distinct
  select p from (/*{merge_map}*/) where r in (select who from (/*{people}*/))
)

-- name: page
select who from (/*{people}*/) where who > {after:UInt32} order by who limit {limit:UInt32}

-- name: count
select count() as n from (/*{people}*/)
