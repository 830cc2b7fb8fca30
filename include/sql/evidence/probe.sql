-- Every visit of the days that a finding on reachability rests on, those that went well too.
-- grain:  one row per planned visit
-- reads:  staging.probe
-- params: observer_id, subject_id, from_day, to_day (end exclusive)
select
    scheduled_at,
    started_at,
    vantage,
    outcome,
    http_status,
    seconds,
    lag_seconds,
    retried_at,
    retry_outcome,
    final_url,
    detail
from staging.probe
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and day >= %(from_day)s and day < %(to_day)s
order by scheduled_at, vantage;
