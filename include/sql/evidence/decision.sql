-- What people said of the indicator on this subject, up to the day.
-- grain:  one row per decision
-- reads:  mart.fact_decision
-- params: jurisdiction_id, subject_id, indicator_id, day
select
    decision_id,
    decision,
    valid_from,
    valid_to,
    locator,
    body,
    note,
    attachment,
    report_id
from mart.fact_decision
where
    jurisdiction_id = %(jurisdiction_id)s
    and subject_id = %(subject_id)s
    and indicator_id = %(indicator_id)s
    and valid_from <= %(day)s
order by decision_id;
