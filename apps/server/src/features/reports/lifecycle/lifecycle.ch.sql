-- name: stages
-- Per day the people first active on it, and those of them who reached each stage, as bitmaps. Two windows of the same
-- days are one to the engine, so the day itself is put to them here.
select day, met as traffic, bitmapAnd(met, active_later) as stay, bitmapAnd(met, goal_then) as convert, bitmapAnd(met, twice_then) as repurchase
from (
  select day, met, active_later, goal_then, bitmapOr(twice, groupBitmapMergeState(twice) /*{within_convert}*/) as twice_then
  from (
    select day, active_later, goal_then, /*{met}*/ as met, bitmapAnd(bitmapAndnot(goal, goal_before), goal_later) as twice
    from (
      select *, groupBitmapMergeState(active) /*{before}*/ as active_before, groupBitmapMergeState(goal) /*{before}*/ as goal_before,
        groupBitmapMergeState(active) /*{within_stay}*/ as active_later, bitmapOr(goal, groupBitmapMergeState(goal) /*{within_convert}*/) as goal_then,
        groupBitmapMergeState(goal) /*{within_repurchase}*/ as goal_later
      from (/*{days}*/)
    )
  )
)
where day between {first_from:Date} and {first_to:Date}

-- name: board
-- People by week of first activity and the stages they reached.
select toString(toMonday(day)) as week, sum(bitmapCardinality(s.traffic)) as traffic, sum(bitmapCardinality(s.stay)) as stay,
  sum(bitmapCardinality(s.convert)) as convert, sum(bitmapCardinality(s.repurchase)) as repurchase
from (/*{stages}*/) as s
group by week
having traffic > 0
order by week

-- name: who
select arrayJoin(bitmapToArray(/*{stage}*/)) as who from (/*{stages}*/)
