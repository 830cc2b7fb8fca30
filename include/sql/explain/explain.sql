-- Every indicator of one subject on one day: measure, limit, verdict, source, evidence.
-- grain:  one row per indicator of the subject's kind; vetoes first, and what we observe before what is reported
-- reads:  judged (temporary), mart.dim_indicator
-- params: edition_id, kind
select
    indicator.indicator_id,
    indicator.title_zh,
    indicator.title_en,
    indicator.part,
    indicator.measure,
    indicator.found_by,
    judged.value,
    indicator.limit_value,
    coalesce(judged.verdict, 'not_applicable') as verdict,
    judged.unknown_reason,
    judged.sample_count,
    indicator.reason_id,
    indicator.source,
    indicator.is_confirmed,
    coalesce(mart.shown_evidence(judged.evidence), '[]') as evidence
from mart.dim_indicator as indicator
left join judged using (indicator_id)
where indicator.edition_id = %(edition_id)s and indicator.applies_to = %(kind)s
order by
    array_position(array['veto', 'prominent', 'deduction', 'registry', 'bonus'], indicator.part) asc,
    indicator.found_by asc,
    indicator.indicator_id asc;
