-- name: merge_map
-- Everyone who takes part in a merge: p is the number in the rows, r the person it counts as now. Chains of two merges
-- are followed; longer ones are flattened when they are written.
select p, if(n2.into_person = 0, n1, n2.into_person) as r
from (
  select from_person as p, into_person as n1 from person_merges final where brand = {brand:String} and undone = 0
  union distinct
  select into_person as p, into_person as n1 from person_merges final where brand = {brand:String} and undone = 0
) as one
left any join (select from_person, into_person from person_merges final where brand = {brand:String} and undone = 0) as n2
on one.n1 = n2.from_person

-- name: merge_scalar
-- The same as one value: a bitmap of those who take part, and the two lists.
select groupBitmapState(p), groupArray(p), groupArray(r) from (/*{merge_map}*/)

-- name: people_of
-- Bitmaps hold the numbers in the rows. Those without a merge are counted as they are; the few with one are looked up.
(bitmapCardinality(bitmapAndnot(/*{bitmap}*/, m.1))
  + length(arrayDistinct(arrayMap(x -> transform(x, m.2, m.3, toUInt32(0)), bitmapToArray(bitmapAnd(/*{bitmap}*/, m.1))))))
