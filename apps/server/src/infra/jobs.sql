-- Jobs run at least once, and a lease that is lost is taken again: keeping book of them does not wait for the disk
-- (`synchronous_commit` off for the statement), so that a queue of retries leaves it to those who are waiting. Adding a
-- job is as durable as the transaction it belongs to.

-- name: add_job
-- Queues a job. With a key, a waiting job of that key is reused (earlier of the two times, newer payload), and one
-- that is running is marked to run once more afterwards. Reads jobs_key.
insert into jobs (queue, key, brand_id, payload, run_at)
values (:queue, :key, :brand_id, :payload, :run_at)
on conflict (queue, key) where key is not null and failed_at is null do update
set run_at = case when jobs.locked_until is null then least(jobs.run_at, excluded.run_at) else jobs.run_at end,
    payload = excluded.payload,
    again = jobs.locked_until is not null
returning id

-- name: add_job_once
-- Queues a job unless one of its key waits already, however late that one is due.
insert into jobs (queue, key, brand_id, payload, run_at)
values (:queue, :key, :brand_id, :payload, :run_at)
on conflict (queue, key) where key is not null and failed_at is null do nothing

-- name: claim_jobs
-- Up to :limit due jobs of the given queues, leased until :until; each goes to one worker. Reads jobs_due.
update jobs
set locked_until = :until, attempts = attempts + 1
where id in (
  select id
  from jobs
  where (select set_config('synchronous_commit', 'off', true)) = 'off'
    and failed_at is null
    and queue = any(:queues)
    and run_at <= :now
    and (locked_until is null or locked_until < :now)
  order by run_at, id
  limit :limit
  for update skip locked
)
returning id, queue, key, brand_id, payload, attempts, run_at

-- name: finish_job
-- Removes a job that succeeded, unless it was asked for again meanwhile. `attempts` is the fence: who lost the lease changes nothing.
with gone as (
  delete from jobs
  where id = :id and attempts = :attempts and not again and (select set_config('synchronous_commit', 'off', true)) = 'off'
  returning id
)
update jobs
set again = false, attempts = 0, locked_until = null, run_at = :now, last_error = null
where id = :id and attempts = :attempts and again and not exists (select 1 from gone)

-- name: retry_job
update jobs
set locked_until = null, run_at = :run_at, last_error = :error, again = false
where id = :id and attempts = :attempts and (select set_config('synchronous_commit', 'off', true)) = 'off'

-- name: fail_job
-- Sets a job aside for a person to look at; its key is free again.
update jobs
set locked_until = null, failed_at = :now, last_error = :error
where id = :id and attempts = :attempts

-- name: extend_job
update jobs
set locked_until = :until
where id = :id and attempts = :attempts and failed_at is null and (select set_config('synchronous_commit', 'off', true)) = 'off'
returning id

-- name: count_jobs
-- What waits, runs and failed, by queue.
select queue,
  count(*) filter (where failed_at is null and locked_until is null) as waiting,
  count(*) filter (where failed_at is null and locked_until is not null) as running,
  count(*) filter (where failed_at is not null) as failed
from jobs
group by queue
order by queue
