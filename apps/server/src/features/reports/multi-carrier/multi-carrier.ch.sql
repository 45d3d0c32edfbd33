-- name: used_rollup
-- Which carriers a person number used, as bits.
select person, groupBitOr(if(at = 0, 0, bitShiftLeft(toUInt8(1), toUInt8(at - 1)))) as mask, sum(event = {goal:String}) > 0 as bought
from (
  select person, event, indexOf({carriers:Array(String)}, toString(carrier)) as at
  from person_days
  where brand = {brand:String} and person > 0 and day between {from:Date} and {to:Date} and event not in {passive:Array(String)}
)
group by person

-- name: used_months
-- The same of the three carriers from the roll-up by month, its bits cut to the range.
select person,
  toUInt8((bitAnd(mini_program, within) > 0) + 2 * (bitAnd(official_account, within) > 0) + 4 * (bitAnd(channels, within) > 0)) as mask,
  bitAnd(/*{goal}*/, within) > 0 as bought
from (
  select *, bitAnd(
    toUInt32(bitShiftLeft(toUInt64(1), toUInt8(least(32, {to:Date} - month + 1))) - 1),
    toUInt32(bitShiftLeft(toUInt64(4294967295), toUInt8(greatest(0, {from:Date} - month))))
  ) as within
  from person_months
  where brand = {brand:String} and person > 0 and month between toStartOfMonth({from:Date}) and {to:Date}
)
where bitAnd(days, within) > 0

-- name: used_raw
-- The same from the events.
select person, groupBitOr(if(at = 0, 0, bitShiftLeft(toUInt8(1), toUInt8(at - 1)))) as mask, sum(event = {goal:String}) > 0 as bought
from (
  select person, event, indexOf({carriers:Array(String)}, toString(carrier)) as at
  from events
  where brand = {brand:String} and person > 0 and event not in {passive:Array(String)}
    and occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64}) and occurred_at < fromUnixTimestamp64Milli({to_ms:Int64})
)
group by person

-- name: people_by_mask
-- People by the set of carriers they used, and how many of them bought.
with (/*{merge_scalar}*/) as m
select mask, count() as people, countIf(bought) as buyers
from (
  select transform(u.person, m.2, m.3, u.person) as who, groupBitOr(u.mask) as mask, max(u.bought) as bought
  from (/*{used}*/) as u
  group by who
)
group by mask
order by mask

-- name: who
with (/*{merge_scalar}*/) as m
select who
from (
  select transform(u.person, m.2, m.3, u.person) as who, groupBitOr(u.mask) as mask, max(u.bought) as bought
  from (/*{used}*/) as u
  group by who
)
where has({masks:Array(UInt8)}, mask) and bought >= {bought:UInt8}
