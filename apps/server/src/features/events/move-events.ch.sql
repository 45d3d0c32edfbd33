-- Events of the ids `nodes[i]` that lie with one of the persons `from` belong to `to[i]`. All read along the key: brand, person.

-- name: days_to_move
-- The days on which such events lie with a wrong person, and those where a crash left them with both.
select distinct toString(toDate(occurred_at, 'Asia/Shanghai')) as day from events
where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}

-- name: copy_events
-- The filter stands in a subquery: outside, `person` would already be the new one.
insert into events
select * replace (transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person) as person)
from (
  select * from events
  where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
    and person != transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person)
    and (batch, n) not in (
      select batch, n from events
      where brand = {brand:String} and person in {to:Array(UInt32)} and identity in {nodes:Array(String)}
        and person = transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person)
    )
)

-- name: not_copied
select count() as missing from events
where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
  and person != transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person)
  and (batch, n) not in (
    select batch, n from events
    where brand = {brand:String} and person in {to:Array(UInt32)} and identity in {nodes:Array(String)}
      and person = transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person)
  )

-- name: delete_moved
delete from events
where brand = {brand:String} and person in {from:Array(UInt32)} and identity in {nodes:Array(String)}
  and person != transform(identity, {nodes:Array(String)}, {to:Array(UInt32)}, person)
