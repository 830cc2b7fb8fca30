-- Verdicts (判定): the measures of all indicators against their limits, less what people struck out.
-- A value that reaches the limit fails (超过(含)N); what could not be known is unknown (不予判定); a fail
-- that was struck out (误报, 核减) or downgraded as a whole is none. What an inspector or authority reported of
-- an observed indicator fails it, whatever we saw.
-- grain:  one row per indicator, subject and day measured
-- reads:  measured (temporary), mart.dim_indicator, mart.fact_decision, mart.reported_problem
-- writes: judged (temporary)
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
analyze measured;

create temporary table judged as
with reported as (
    select
        problem.indicator_id,
        problem.subject_id,
        counted.day::date as day,
        jsonb_agg(
            jsonb_build_object('kind', 'report', 'id', problem.report_id, 'note', problem.body)
            order by problem.report_id
        ) as evidence
    from mart.reported_problem as problem
    cross join
        generate_series(
            greatest(problem.found_on, %(from_day)s), least(problem.counts_to, %(to_day)s) - 1, interval '1 day'
        ) as counted (day)
    where problem.jurisdiction_id = %(jurisdiction_id)s and problem.is_open and problem.has_report
    group by problem.indicator_id, problem.subject_id, counted.day
),

struck_out as (
    select
        indicator_id,
        subject_id,
        range_agg(daterange(valid_from, valid_to, '[]')) as days
    from mart.fact_decision
    where
        jurisdiction_id = %(jurisdiction_id)s
        and decision in ('struck_out', 'downgraded')
        and locator is null
        and recorded_at < mart.known_until()
        and (valid_to is null or valid_to >= valid_from)
    group by indicator_id, subject_id
)

select
    measured.edition_id,
    measured.indicator_id,
    measured.subject_id,
    measured.day,
    measured.value,
    measured.sample_count,
    indicator.limit_value,
    indicator.reason_id,
    case
        when reported.evidence is null or indicator.found_by = 'report' then measured.evidence
        else reported.evidence || measured.evidence
    end as evidence,
    case
        when reported.evidence is null
            then coalesce(measured.unknown_reason, case when measured.value is null then 'not_measured' end)
    end as unknown_reason,
    case
        when reported.evidence is not null then 'fail'
        when measured.unknown_reason is not null or measured.value is null then 'unknown'
        when measured.value < indicator.limit_value then 'pass'
        when struck_out.days @> measured.day then 'pass'
        else 'fail'
    end as verdict
from measured
inner join mart.dim_indicator as indicator
    on
        measured.edition_id = indicator.edition_id
        and measured.indicator_id = indicator.indicator_id
left join reported
    on
        measured.indicator_id = reported.indicator_id
        and measured.subject_id = reported.subject_id
        and measured.day = reported.day
left join struck_out
    on
        measured.indicator_id = struck_out.indicator_id
        and measured.subject_id = struck_out.subject_id;

analyze judged;
