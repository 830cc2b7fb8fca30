-- How the visits of these days were counted.
-- grain:  one row per day
-- reads:  mart.fact_probe_day
-- params: observer_id, subject_id, from_day, to_day (end exclusive)
select
    day,
    planned_count,
    counted_count,
    failed_count,
    late_count,
    blocked_count,
    own_fault_count,
    median_seconds
from mart.fact_probe_day
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and day >= %(from_day)s and day < %(to_day)s
order by day;
