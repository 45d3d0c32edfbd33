-- name: days_to_move
select distinct toString(toDate(occurred_at, 'Asia/Shanghai')) as day from events
where brand = {brand:String} and identity in {nodes:Array(String)} and (person in {from:Array(UInt32)} or person = {to:UInt32})

-- name: copy_events
-- The filter stands in a subquery: outside, `person` would already be the new one.
insert into events
select * replace ({to:UInt32} as person)
from (
  select * from events
  where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
    and (batch, n) not in (select batch, n from events where brand = {brand:String} and person = {to:UInt32} and identity in {nodes:Array(String)})
)

-- name: not_copied
select count() as missing from events
where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
  and (batch, n) not in (select batch, n from events where brand = {brand:String} and person = {to:UInt32} and identity in {nodes:Array(String)})

-- name: delete_moved
delete from events where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
