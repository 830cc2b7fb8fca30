-- The pictures of the reports that a finding names.
-- grain:  one row per picture
-- reads:  staging.report_picture
-- params: jurisdiction_id, ids
select
    report_id,
    picture_no,
    kind,
    sha256,
    content
from staging.report_picture
where jurisdiction_id = %(jurisdiction_id)s and report_id = any(%(ids)s)
order by report_id, picture_no;
