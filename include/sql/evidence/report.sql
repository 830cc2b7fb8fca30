-- The reports that a finding names.
-- grain:  one row per report
-- reads:  staging.report
-- params: ids
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
where report_id = any(%(ids)s)
order by report_id;
