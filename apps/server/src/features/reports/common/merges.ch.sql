-- name: merge_map
-- Everyone who takes part in a merge: p is the number in the rows, r the person it counts as now. Merges are written
-- flat: whoever was merged before is pointed at the new survivor in the same round.
select distinct arrayJoin([from_person, into_person]) as p, into_person as r from person_merges final where brand = {brand:String} and undone = 0

-- name: merge_scalar
-- The same as one value: a bitmap of those who take part, and the two lists.
select groupBitmapState(p), groupArray(p), groupArray(r) from (/*{merge_map}*/)

-- name: as_now
-- Bitmaps hold the numbers in the rows. The few with a merge are looked up, the others stay.
if(empty(m.2), /*{bitmap}*/, bitmapOr(bitmapAndnot(/*{bitmap}*/, m.1),
  bitmapBuild(arrayMap(x -> transform(x, m.2, m.3, toUInt32(0)), bitmapToArray(bitmapAnd(/*{bitmap}*/, m.1))))))

-- name: people_of
-- How many these are: of those that count as one, one is counted.
if(empty(m.2), bitmapCardinality(/*{bitmap}*/), bitmapCardinality(/*{bitmap}*/) - length(bitmapToArray(bitmapAnd(/*{bitmap}*/, m.1)) as merged_numbers)
  + length(arrayDistinct(arrayMap(x -> transform(x, m.2, m.3, toUInt32(0)), merged_numbers))))
