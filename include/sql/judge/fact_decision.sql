-- One report of an inspector or authority as a decision (人工判定), unless it stands already.
-- grain:  one row per decision; append only
-- reads:  -
-- writes: mart.fact_decision
-- params: decision_id, jurisdiction_id, indicator_id, found_on, valid_to, the other columns of staging.report
insert into mart.fact_decision (
    decision_id, jurisdiction_id, subject_id, indicator_id, reason_id, decision,
    valid_from, valid_to, locator, body, note, attachment, report_id
)
values (
    %(decision_id)s, %(jurisdiction_id)s, %(subject_id)s, %(indicator_id)s, %(reason_id)s, %(decision)s,
    %(found_on)s, %(valid_to)s, %(locator)s, %(body)s, %(note)s, %(attachment)s, %(report_id)s
)
on conflict (decision_id) do nothing;
