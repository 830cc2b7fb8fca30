-- Days whose columns were read since they were last folded into changes.
-- grain:  one row per day
-- reads:  staging.unfolded_day
-- params: from_day, to_day (dates; end exclusive)
select distinct day
from staging.unfolded_day
where day >= %(from_day)s and day < %(to_day)s
order by day;
