-- name: returns
-- By first active day: people, those back just 7 and 30 days later; by first order: buyers, those who bought again in the 30 days after.
select toString(day) as day, bitmapCardinality(met) as people, bitmapAndCardinality(met, day_7) as back7, bitmapAndCardinality(met, day_30) as back30,
  bitmapCardinality(payers) as buyers, bitmapAndCardinality(payers, days_30) as again30
from (
  select day, bitmapAndnot(active, active_before) as met, day_7, day_30, bitmapAndnot(bought, bought_before) as payers, days_30
  from (
    select day, active, bought, groupBitmapMergeState(active) /*{before}*/ as active_before, groupBitmapMergeState(bought) /*{before}*/ as bought_before,
      groupBitmapMergeState(active) /*{on_7}*/ as day_7, groupBitmapMergeState(active) /*{on_30}*/ as day_30, groupBitmapMergeState(bought) /*{within_30}*/ as days_30
    from (/*{days}*/)
  )
  where day >= {from:Date}
)
