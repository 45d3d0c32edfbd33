-- name: judged
-- Per day of a first contact in the range on each carrier (`…_of`) those people, and those of them with whom it went well
-- in the week after, as bitmaps.
select day, new_channels as stay_of, bitmapAnd(new_channels, active_later) as stay, new_mini_program as land_of, bitmapAnd(new_mini_program, goal_then) as land,
  new_official_account as spread_of, bitmapAnd(new_official_account, elsewhere_then) as spread
from (
  select day, /*{firsts}*/, groupBitmapMergeState(active) /*{later}*/ as active_later, groupBitmapMergeState(goal) /*{week}*/ as goal_then,
    groupBitmapMergeState(elsewhere) /*{week}*/ as elsewhere_then
  from (/*{days}*/)
)
where day <= {judged_to:Date}

-- name: counts
select /*{counts}*/ from (/*{judged}*/)

-- name: who
select arrayJoin(bitmapToArray(/*{people}*/)) as who from (/*{judged}*/)
