-- The newest day on which an office's routes looked at accounts; null before the first.
-- grain:  one row
-- reads:  staging.source_health
-- params: observer_id
select max(day) as day
from staging.source_health
where observer_id = %(observer_id)s;
