-- Indicators of a subject that have a finding of the day in store: those whose evidence can be shown.
-- grain:  one row per indicator
-- reads:  mart.fact_finding
-- params: jurisdiction_id, subject_id, day
select distinct indicator_id
from mart.fact_finding
where jurisdiction_id = %(jurisdiction_id)s and subject_id = %(subject_id)s and day = %(day)s
order by indicator_id;
