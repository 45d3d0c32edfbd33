-- name: events_of_ids
-- Events of some persons that came in under some ids, and what was paid in them.
select count() as n, toString(sumIf(value_fen, event = 'order.pay')) as paid
from events
where brand = {brand:String}
  and person in {persons:Array(UInt32)}
  and (identity in {nodes:Array(String)} or person = {origin:UInt32})
