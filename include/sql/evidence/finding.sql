-- One finding as it stands, with the rule that made it and the subject as it was registered on that day.
-- grain:  one row per edition that found it
-- reads:  mart.fact_finding, mart.dim_indicator, mart.dim_subject
-- params: jurisdiction_id, subject_id, indicator_id, day
select
    finding.edition_id,
    finding.subject_id,
    finding.indicator_id,
    finding.day,
    finding.verdict,
    finding.unknown_reason,
    finding.reason_id,
    finding.value,
    finding.limit_value,
    finding.evidence,
    indicator.measure,
    subject.kind,
    subject.name,
    subject.site_code,
    subject.platform,
    subject.account_id,
    subject.home_url,
    subject.organiser
from mart.fact_finding as finding
inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
left join mart.dim_subject as subject
    on
        finding.jurisdiction_id = subject.jurisdiction_id
        and finding.subject_id = subject.subject_id
        and finding.day >= subject.valid_from
        and (subject.valid_to is null or finding.day < subject.valid_to)
where
    finding.jurisdiction_id = %(jurisdiction_id)s
    and finding.subject_id = %(subject_id)s
    and finding.indicator_id = %(indicator_id)s
    and finding.day = %(day)s
order by finding.edition_id;
