-- How each period graded a subject.
-- grain:  one row per period, the newest first
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, subject_id
select
    period_id,
    grade,
    reason_ids,
    first_failed_on
from mart.quarter_subject
where jurisdiction_id = %(jurisdiction_id)s and subject_id = %(subject_id)s
order by period_id desc;
