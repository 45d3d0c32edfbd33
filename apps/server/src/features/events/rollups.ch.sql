-- name: delete_person_days
delete from person_days where brand = {brand:String} and day in {days:Array(Date)}

-- name: fill_person_days
insert into person_days
select brand, person, toDate(occurred_at, 'Asia/Shanghai') as day, event, carrier, count() as n, sum(value_fen) as value_fen
from events
where brand = {brand:String} and person > 0
  and occurred_at >= toDateTime64(arrayMin({days:Array(Date)}), 3, 'Asia/Shanghai') and occurred_at < toDateTime64(arrayMax({days:Array(Date)}) + 1, 3, 'Asia/Shanghai')
  and toDate(occurred_at, 'Asia/Shanghai') in {days:Array(Date)}
group by brand, person, day, event, carrier

-- name: delete_day_people
delete from day_people where brand = {brand:String} and day in {days:Array(Date)}

-- name: fill_day_people
insert into day_people
select brand, toDate(occurred_at, 'Asia/Shanghai') as day, carrier, event, groupBitmapState(person) as people, count() as n, sum(value_fen) as value_fen
from events
where brand = {brand:String} and person > 0
  and occurred_at >= toDateTime64(arrayMin({days:Array(Date)}), 3, 'Asia/Shanghai') and occurred_at < toDateTime64(arrayMax({days:Array(Date)}) + 1, 3, 'Asia/Shanghai')
  and toDate(occurred_at, 'Asia/Shanghai') in {days:Array(Date)}
group by brand, day, carrier, event

-- name: stale_months
-- Persons whose months say something else of these days than the events do: a row is a whole month, and only theirs are
-- written anew. `side` 1 is what the events say.
select distinct person
from (
  select person, month, /*{ors}*/, 1 as side
  from (/*{bits}*/
      and occurred_at >= toDateTime64(arrayMin({days:Array(Date)}), 3, 'Asia/Shanghai') and occurred_at < toDateTime64(arrayMax({days:Array(Date)}) + 1, 3, 'Asia/Shanghai')
      and toDate(occurred_at, 'Asia/Shanghai') in {days:Array(Date)})
  group by person, month
  union all
  select person, month, bitAnd(groupBitOr(m.days), any(mask)) as days, bitAnd(groupBitOr(m.mini_program), any(mask)) as mini_program,
    bitAnd(groupBitOr(m.official_account), any(mask)) as official_account, bitAnd(groupBitOr(m.channels), any(mask)) as channels,
    bitAnd(groupBitOr(m.pays), any(mask)) as pays, bitAnd(groupBitOr(m.books), any(mask)) as books, 0 as side
  from person_months as m
  inner join (
    select toStartOfMonth(day) as month, groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(day) - 1)) as mask
    from (select arrayJoin({days:Array(Date)}) as day)
    group by month
  ) as asked using (month)
  where brand = {brand:String}
  group by person, month
)
group by person, month
having (maxIf(days, side = 1), maxIf(mini_program, side = 1), maxIf(official_account, side = 1), maxIf(channels, side = 1), maxIf(pays, side = 1), maxIf(books, side = 1))
  != (maxIf(days, side = 0), maxIf(mini_program, side = 0), maxIf(official_account, side = 0), maxIf(channels, side = 0), maxIf(pays, side = 0), maxIf(books, side = 0))

-- name: bits
select brand, person, toStartOfMonth(toDate(occurred_at, 'Asia/Shanghai')) as month, carrier, event,
  bitShiftLeft(toUInt32(1), toDayOfMonth(toDate(occurred_at, 'Asia/Shanghai')) - 1) as bit
from events
where brand = {brand:String} and person > 0 and event not in ('message.sent', 'message.failed', 'coupon.grant')

-- name: ors
groupBitOr(bit) as days,
  groupBitOrIf(bit, carrier = 'mini_program') as mini_program, groupBitOrIf(bit, carrier = 'official_account') as official_account,
  groupBitOrIf(bit, carrier = 'channels') as channels, groupBitOrIf(bit, event = 'order.pay') as pays, groupBitOrIf(bit, event = 'service.book') as books

-- name: delete_person_months
delete from person_months
where brand = {brand:String} and person in {persons:Array(UInt32)} and month in (select toStartOfMonth(arrayJoin({days:Array(Date)})))

-- name: fill_person_months
insert into person_months
select brand, person, month, /*{ors}*/
from (/*{bits}*/
    and person in {persons:Array(UInt32)} and toYYYYMM(occurred_at, 'Asia/Shanghai') in (select toYYYYMM(arrayJoin({days:Array(Date)}))))
group by brand, person, month

-- name: delete_carrier_days
delete from carrier_days where brand = {brand:String} and day in {days:Array(Date)}

-- name: fill_carrier_days
insert into carrier_days
select brand, toDate(occurred_at, 'Asia/Shanghai') as day, carrier,
  groupBitmapStateIf(person, event not in ('message.sent', 'message.failed', 'coupon.grant')) as people, count() as n, sum(value_fen) as value_fen
from events
where brand = {brand:String} and person > 0
  and occurred_at >= toDateTime64(arrayMin({days:Array(Date)}), 3, 'Asia/Shanghai') and occurred_at < toDateTime64(arrayMax({days:Array(Date)}) + 1, 3, 'Asia/Shanghai')
  and toDate(occurred_at, 'Asia/Shanghai') in {days:Array(Date)}
group by brand, day, carrier

-- name: mark_edge_days
-- Arrivals may have come without their part of the roll-up.
insert into edge_marks select {brand:String}, arrayJoin({days:Array(Date)}), 1
