-- name: busy_days
-- The last days up to one on which anybody did something of their own, with how many person numbers. Reads a row a day and carrier.
select toString(day) as busy_day, toUInt64(groupBitmapMerge(people)) as n
from carrier_days
where brand = {brand:String} and day <= {upto:Date}
group by day
having n > 0
order by day desc
limit 60

-- name: seen_on
-- People whose last day of their own is one of these, after the row of the cursor. `later` are those seen on days after them.
with (/*{merge_scalar}*/) as m,
  (select groupBitmapMergeState(people) from carrier_days where brand = {brand:String} and day > {last:Date}) as seen,
  /*{as_roots}*/ as later
select toString(max(day)) as last_day, who
from (
  select day, transform(arrayJoin(bitmapToArray(people)) as number, m.2, m.3, number) as who
  from carrier_days
  where brand = {brand:String} and day in {days:Array(Date)}
)
where not bitmapContains(later, who)
group by who
having {before:UInt32} = 0 or last_day != {last:String} or who < {before:UInt32}
order by last_day desc, who desc
limit {limit:UInt32}

-- name: never_seen
-- Numbers below one that are on no day and have not been merged away, the highest first.
with (/*{merge_scalar}*/) as m,
  (select groupBitmapMergeState(people) from carrier_days where brand = {brand:String}) as seen,
  bitmapOr(/*{as_roots}*/, bitmapBuild(arrayFilter((p, r) -> p != r, m.2, m.3))) as known
select arrayJoin(
  arraySlice(arrayReverseSort(bitmapToArray(bitmapAndnot(bitmapBuild(range(toUInt32(1), {before:UInt32})), known))), 1, {limit:UInt32})
) as who

-- name: as_roots
-- The bitmap `seen` by who the numbers count as now.
bitmapOr(bitmapAndnot(seen, m.1), bitmapBuild(arrayMap(x -> transform(x, m.2, m.3, x), bitmapToArray(bitmapAnd(seen, m.1)))))
