-- Findings near one that is not there: of the subject first, then of the indicator, the nearest days first.
-- grain:  at most five findings
-- reads:  mart.fact_finding
-- params: jurisdiction_id, subject_id, indicator_id, day
select
    subject_id,
    indicator_id,
    day
from mart.fact_finding
where
    jurisdiction_id = %(jurisdiction_id)s
    and (subject_id = %(subject_id)s or (indicator_id = %(indicator_id)s and day = %(day)s))
order by
    (subject_id = %(subject_id)s)::integer + (indicator_id = %(indicator_id)s)::integer desc,
    abs(day - %(day)s) asc,
    subject_id asc,
    indicator_id asc,
    day asc
limit 5;
