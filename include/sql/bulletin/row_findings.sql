-- What failed on subjects that a figure counts, in its days: the way from a figure to its evidence.
-- grain:  one row per subject and indicator: the first day it failed
-- reads:  mart.fact_finding, mart.dim_indicator
-- params: jurisdiction_id, subject_ids (text[]), from_day, to_day (dates, inclusive)
select distinct on (finding.subject_id, finding.indicator_id)
    finding.subject_id,
    finding.indicator_id,
    finding.day,
    finding.reason_id,
    indicator.title_zh,
    indicator.title_en,
    indicator.part
from mart.fact_finding as finding
inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
where
    finding.jurisdiction_id = %(jurisdiction_id)s
    and finding.subject_id = any(%(subject_ids)s::text[])
    and finding.verdict = 'fail'
    and finding.day between %(from_day)s and %(to_day)s
order by finding.subject_id asc, finding.indicator_id asc, finding.day asc;
