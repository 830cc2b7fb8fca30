-- Accounts that no healthy source saw on a day (采集异常), for inspectors to look at and to file what they saw.
-- grain:  one row per account
-- reads:  ops.account_queue
-- params: jurisdiction_id, day
select
    subject_id,
    platform,
    name,
    organiser,
    home_url,
    last_good_at,
    looks
from ops.account_queue
where jurisdiction_id in (%(jurisdiction_id)s, '') and day = %(day)s
order by platform, organiser, name, subject_id;
