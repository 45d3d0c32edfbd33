-- name: sets
-- Who used just which carriers in the range (bit i of `mask` is the i-th), and everyone who reached the goal, as bitmaps.
select mask, /*{just}*/ as people, goal
from (select toUInt8(arrayJoin(range(/*{masks}*/))) as mask, * from (select /*{together}*/ from (/*{days}*/)))

-- name: counts
select mask, bitmapCardinality(people) as n, bitmapAndCardinality(people, goal) as buyers from (/*{sets}*/) where n > 0 order by mask

-- name: who
select arrayJoin(bitmapToArray(/*{which}*/)) as who from (/*{sets}*/) where has({masks:Array(UInt8)}, mask)
