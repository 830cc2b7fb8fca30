-- The last value of each indicator, also where it passed: for early warning and for explaining.
-- An older day never overwrites a newer one, so that days may be judged in any order.
-- grain:  one row per jurisdiction, subject and indicator
-- reads:  judged (temporary)
-- params: jurisdiction_id
insert into mart.fact_measure_latest as stored (
    jurisdiction_id, subject_id, indicator_id, day, value, limit_value, verdict, sample_count, unknown_reason, evidence
)
select distinct on (subject_id, indicator_id)
    %(jurisdiction_id)s::text as jurisdiction_id,
    subject_id,
    indicator_id,
    day,
    value,
    limit_value,
    verdict,
    sample_count,
    unknown_reason,
    mart.shown_evidence(evidence) as evidence
from judged
order by subject_id asc, indicator_id asc, day desc
on conflict (jurisdiction_id, subject_id, indicator_id) do update set
    day = excluded.day,
    value = excluded.value,
    limit_value = excluded.limit_value,
    verdict = excluded.verdict,
    sample_count = excluded.sample_count,
    unknown_reason = excluded.unknown_reason,
    evidence = excluded.evidence
where excluded.day >= stored.day;
