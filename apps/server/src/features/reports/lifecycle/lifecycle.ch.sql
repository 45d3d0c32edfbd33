-- name: lives
-- Per person: first active day, next active day, days of the goal.
select if(m.r = 0, d.person, m.r) as who, arraySort(groupUniqArray(d.day)) as days, arraySort(groupUniqArrayIf(d.day, d.event = {goal:String})) as goals,
  argMin(d.carrier, (d.day, d.event)) as first_carrier
from (select person, day, event, carrier from (/*{person_days}*/) where event not in {passive:Array(String)} and day <= {until:Date}) as d
any left join (/*{merge_map}*/) as m on d.person = m.p
group by who
having days[1] between {from:Date} and {to:Date}/*{which}*/

-- name: stages
select who, days[1] as first,
  length(days) > 1 and days[2] - first <= {stay_days:UInt32} as stay,
  notEmpty(goals) and goals[1] - first <= {convert_days:UInt32} as convert,
  convert and length(goals) > 1 and goals[2] - goals[1] <= {repurchase_days:UInt32} as repurchase
from (/*{lives}*/)

-- name: stages_months
-- The same from the roll-up by month: days after the first as bits.
select who, {from:Date} + c as first,
  bitAnd(m, {stay_bits:UInt64}) > 0 as stay,
  g > 0 and bitCount(bitXor(g, g - 1)) - 1 <= {convert_days:UInt32} as convert,
  convert and bitAnd(toUInt64(bitShiftRight(/*{goal}*/, toUInt8(c + bitCount(bitXor(g, g - 1)) - 1))), {repurchase_bits:UInt64}) > 0 as repurchase
from (
  select who, c, /*{goal}*/, toUInt64(bitShiftRight(days, toUInt8(c))) as m, toUInt64(bitShiftRight(/*{goal}*/, toUInt8(c))) as g
  from (/*{lives}*/)
)

-- name: board
-- People by week of first activity and the stages they reached.
select toString(toMonday(first)) as week, count() as traffic, countIf(stay) as stay, countIf(convert) as convert, countIf(repurchase) as repurchase
from (/*{stages}*/)
group by week
order by week

-- name: who
select who from (/*{stages}*/) where first between {first_from:Date} and {first_to:Date} and /*{stage}*/
