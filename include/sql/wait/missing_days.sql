-- Days that are not wholly extracted and reconciled yet.
-- grain:  one row per missing day
-- reads:  ops.day_stage
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
with asked as (
    select asked_day::date as day
    from generate_series(%(from_day)s::date, %(to_day)s::date - 1, interval '1 day') as asked_day
),

finished as (
    select day
    from ops.day_stage
    where
        jurisdiction_id = %(jurisdiction_id)s
        and stage in ('extracted', 'reconciled')
        and day >= %(from_day)s
        and day < %(to_day)s
    group by day
    having
        count(*) filter (where stage = 'extracted') = max(batch_count) filter (where stage = 'extracted')
        and count(*) filter (where stage = 'reconciled') = 1
)

select asked.day
from asked
left join finished using (day)
where finished.day is null
order by asked.day;
