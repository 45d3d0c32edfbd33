-- When WeChat last checked the callback address of an account with success. It was counted among the drops before.
alter table carriers add column callback_checked_at timestamptz;
update carriers c set callback_checked_at = d.at
from (select brand_id, carrier_id, max(hour) as at from drop_counts where door = 'callback' and reason = 'verified' group by 1, 2) d
where d.brand_id = c.brand_id and d.carrier_id = c.id;
delete from drop_counts where door = 'callback' and reason = 'verified';
