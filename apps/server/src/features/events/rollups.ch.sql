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
