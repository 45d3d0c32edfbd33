-- name: contacts
-- People with a first contact on the carrier in the range whose seven days after are over, and what followed.
select who, arrayExists(x -> x.1 > first and x.1 <= first + 7, days) as stay,
  arrayExists(x -> x.1 >= first and x.1 <= first + 7 and x.3 in ('order.pay', 'service.book'), days) as land,
  arrayExists(x -> x.1 >= first and x.1 <= first + 7 and x.2 != {carrier:String} and x.2 in ('mini_program', 'official_account', 'channels'), days) as spread
from (
  select if(m.r = 0, d.person, m.r) as who, groupUniqArray((d.day, toString(d.carrier), toString(d.event))) as days, minIf(d.day, d.carrier = {carrier:String} and d.day between {from:Date} and {to:Date}) as first,
    countIf(d.carrier = {carrier:String} and d.day between {from:Date} and {to:Date}) as contacts
  from (select person, day, event, carrier from (/*{person_days}*/) where event not in {passive:Array(String)} and day between {from:Date} and {until:Date}) as d
  any left join (/*{merge_map}*/) as m on d.person = m.p
  group by who
)
where contacts > 0

-- name: contacts_months
-- The same from the roll-up by month: the days from the first contact on as bits (254: the seven days after it, 255: with it).
select who, bitAnd(bitShiftRight(days, toUInt8(c)), 254) > 0 as stay,
  bitAnd(bitShiftRight(bitOr(pays, books), toUInt8(c)), 255) > 0 as land,
  bitAnd(bitShiftRight(/*{others}*/, toUInt8(c)), 255) > 0 as spread
from (/*{lives}*/)

-- name: measured
select countIf(/*{good}*/) as people, count() as of from (/*{contacts}*/)

-- name: who
select who from (/*{contacts}*/) where /*{good}*/ = {is_good:UInt8}
