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

-- name: judged_months
-- The same for all three from the roll-up by month: per person whether there was a first contact (`…_of`), and what followed
-- in its week, as bits of the days from it on (254: the seven days after it, 255: with it).
with (/*{merge_scalar}*/) as m
select who,
  c_channels between 0 and {c_to:Int32} as stay_of, stay_of and bitAnd(bitShiftRight(days_bits, toUInt8(c_channels)), 254) > 0 as stay,
  c_mini_program between 0 and {c_to:Int32} as land_of, land_of and bitAnd(bitShiftRight(goal_bits, toUInt8(c_mini_program)), 255) > 0 as land,
  c_official_account between 0 and {c_to:Int32} as spread_of, spread_of and bitAnd(bitShiftRight(other_bits, toUInt8(c_official_account)), 255) > 0 as spread
from (
  select transform(l.person, m.2, m.3, l.person) as who, min(l.c1) as c_channels, min(l.c2) as c_mini_program, min(l.c3) as c_official_account,
    groupBitOr(l.b1) as days_bits, groupBitOr(l.b2) as goal_bits, groupBitOr(l.b3) as other_bits
  from (
    select person, /*{channels}*/ as c1, /*{mini_program}*/ as c2, /*{official_account}*/ as c3, /*{days}*/ as b1, /*{goals}*/ as b2, /*{others}*/ as b3
    from (/*{months}*/)
  ) as l
  group by who
)

-- name: all_months
select countIf(stay_of) as stay_of, countIf(stay) as stay, countIf(land_of) as land_of, countIf(land) as land, countIf(spread_of) as spread_of, countIf(spread) as spread
from (/*{judged}*/)

-- name: who_months
select who from (/*{judged}*/) where /*{good}*/_of and /*{good}*/ = {is_good:UInt8}

-- name: measured
select countIf(/*{good}*/) as people, count() as of from (/*{contacts}*/)

-- name: who
select who from (/*{contacts}*/) where /*{good}*/ = {is_good:UInt8}
