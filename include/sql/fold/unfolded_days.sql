-- Days whose columns were read since they were last folded into changes.
-- grain:  one row per day
-- reads:  staging.unfolded_day
-- params: observer_id, from_day, to_day (dates; end exclusive)
select distinct day
from staging.unfolded_day
where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s
order by day;
