-- Findings (问题): what failed or could not be known; a pass is no row.
-- grain:  one row per jurisdiction, edition, subject, indicator and day; the days asked are replaced, whatever
--         edition judged them before
-- reads:  judged (temporary)
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
delete from mart.fact_finding
where
    jurisdiction_id = %(jurisdiction_id)s
    and day >= %(from_day)s
    and day < %(to_day)s;

insert into mart.fact_finding (
    jurisdiction_id, edition_id, subject_id, indicator_id, day, reason_id,
    value, limit_value, verdict, unknown_reason, evidence
)
select
    %(jurisdiction_id)s::text as jurisdiction_id,
    edition_id,
    subject_id,
    indicator_id,
    day,
    reason_id,
    value,
    limit_value,
    verdict,
    unknown_reason,
    mart.shown_evidence(evidence) as evidence
from judged
where verdict in ('fail', 'unknown')
order by day, subject_id, indicator_id;
