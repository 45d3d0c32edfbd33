-- name: health_days
-- What was told of each account by day of Shanghai: people leaving and complaints of the whole span; publications and mass messages
-- that did not go out and messages refused by those they were for, from a later day on. Properties are wide and lie beside
-- everything else a person did, so they are read for the few results alone.
select carrier_id, on_day, sum(unfollows) as unfollows, sum(complaints) as complaints, sum(rejects) as rejects, sum(blocks) as blocks
from (
  select carrier_id, toString(toDate(occurred_at, 'Asia/Shanghai')) as on_day,
    countIf(event = 'oa.unfollow') as unfollows, countIf(event <> 'oa.unfollow') as complaints, 0 as rejects, 0 as blocks
  from events
  where brand = {brand:String}
    and occurred_at >= {usual_from:DateTime64(3)}
    and occurred_at < {to:DateTime64(3)}
    and event in ('oa.unfollow', 'shop.channels_ec_complaint_update')
  group by carrier_id, on_day
  union all
  select carrier_id, toString(toDate(occurred_at, 'Asia/Shanghai')) as on_day, 0 as unfollows, 0 as complaints,
    countIf(event = 'oa.mass_result' and JSONExtractString(props, 'status') not in ('', 'send success'))
      + countIf(event = 'oa.publish_result' and JSONExtractInt(props, 'publish_status') in (2, 3, 4, 6)) as rejects,
    countIf(event = 'message.failed' and (JSONExtractString(props, 'reason') = 'failed:user block' or JSONExtractString(props, 'error') = '43101'
      or JSONExtractInt(props, 'error') = 43101)) as blocks
  from events
  where brand = {brand:String}
    and occurred_at >= {from:DateTime64(3)}
    and occurred_at < {to:DateTime64(3)}
    and event in ('oa.mass_result', 'oa.publish_result', 'message.failed')
  group by carrier_id, on_day
)
group by carrier_id, on_day
