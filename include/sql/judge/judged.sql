-- Verdicts (判定): the measures of all indicators against their limits, less what people struck out.
-- A value that reaches the limit fails (超过(含)N); what could not be known is unknown (不予判定); a fail
-- that was struck out (误报, 核减) or downgraded as a whole is none.
-- grain:  one row per indicator, subject and day measured
-- reads:  measured (temporary), mart.dim_indicator, mart.fact_decision
-- writes: judged (temporary)
-- params: jurisdiction_id, edition_id
analyze measured;

create temporary table judged as
select
    measured.indicator_id,
    measured.subject_id,
    measured.day,
    measured.value,
    measured.sample_count,
    measured.evidence,
    indicator.limit_value,
    indicator.reason_id,
    coalesce(measured.unknown_reason, case when measured.value is null then 'not_measured' end) as unknown_reason,
    case
        when measured.unknown_reason is not null or measured.value is null then 'unknown'
        when measured.value < indicator.limit_value then 'pass'
        when exists (
            select 1
            from mart.fact_decision as decision
            where
                decision.jurisdiction_id = %(jurisdiction_id)s
                and decision.subject_id = measured.subject_id
                and decision.indicator_id = measured.indicator_id
                and decision.decision in ('struck_out', 'downgraded')
                and decision.locator is null
                and decision.valid_from <= measured.day
                and (decision.valid_to is null or decision.valid_to >= measured.day)
        ) then 'pass'
        else 'fail'
    end as verdict
from measured
inner join mart.dim_indicator as indicator
    on
        measured.indicator_id = indicator.indicator_id
        and indicator.edition_id = %(edition_id)s;

analyze judged;
