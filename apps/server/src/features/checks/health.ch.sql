-- name: health_days
-- What was told of each account by day of Shanghai: publications and mass messages that did not go out, messages refused by those
-- they were for, complaints, people leaving. Reads the brand's months; properties only of the few results.
select carrier_id, toString(toDate(occurred_at, 'Asia/Shanghai')) as on_day,
  countIf(event = 'oa.unfollow') as unfollows,
  countIf(event = 'oa.mass_result' and JSONExtractString(props, 'status') not in ('', 'send success'))
    + countIf(event = 'oa.publish_result' and JSONExtractInt(props, 'publish_status') in (2, 3, 4, 6)) as rejects,
  countIf(event = 'message.failed' and (JSONExtractString(props, 'reason') = 'failed:user block' or JSONExtractString(props, 'error') = '43101'
    or JSONExtractInt(props, 'error') = 43101)) as blocks,
  countIf(event = 'shop.channels_ec_complaint_update') as complaints
from events
where brand = {brand:String}
  and occurred_at >= {from:DateTime64(3)}
  and occurred_at < {to:DateTime64(3)}
  and event in ('oa.unfollow', 'oa.mass_result', 'oa.publish_result', 'message.failed', 'shop.channels_ec_complaint_update')
group by carrier_id, on_day
