-- The reports that a finding names.
-- grain:  one row per report
-- reads:  staging.report
-- params: jurisdiction_id, ids
select
    report_id,
    indicator_id,
    reason_id,
    found_on,
    body,
    decision,
    locator,
    note,
    attachment
from staging.report
where jurisdiction_id = %(jurisdiction_id)s and report_id = any(%(ids)s)
order by report_id;
