-- The newest day on which an office's routes looked at accounts; null before the first.
-- grain:  one row
-- reads:  staging.source_health
-- params: jurisdiction_id
select max(day) as day
from staging.source_health
where jurisdiction_id = %(jurisdiction_id)s;
