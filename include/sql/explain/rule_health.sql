-- Health of the rules: indicators that told nothing apart in the last 30 judged days.
-- One that passed or failed everybody may have stopped measuring; one that is mostly unknown cannot be trusted.
-- grain:  one row per edition and indicator assessed
-- reads:  mart.fact_assessment_day, mart.fact_finding, mart.dim_indicator
-- params: jurisdiction_id, until_day (date, inclusive)
with assessed as (
    select
        assessment.edition_id,
        seen.indicator_id,
        count(*) as assessed_count
    from mart.fact_assessment_day as assessment
    cross join unnest(assessment.indicator_ids) as seen (indicator_id)
    where
        assessment.jurisdiction_id = %(jurisdiction_id)s
        and assessment.day > %(until_day)s::date - 30
        and assessment.day <= %(until_day)s
    group by assessment.edition_id, seen.indicator_id
),

found as (
    select
        edition_id,
        indicator_id,
        count(*) filter (where verdict = 'fail') as failed_count,
        count(*) filter (where verdict = 'unknown') as unknown_count
    from mart.fact_finding
    where
        jurisdiction_id = %(jurisdiction_id)s
        and day > %(until_day)s::date - 30
        and day <= %(until_day)s
    group by edition_id, indicator_id
)

select
    assessed.edition_id,
    assessed.indicator_id,
    indicator.title_zh,
    indicator.title_en,
    assessed.assessed_count,
    coalesce(found.failed_count, 0) as failed_count,
    coalesce(found.unknown_count, 0) as unknown_count,
    case
        when coalesce(found.unknown_count, 0) * 2 > assessed.assessed_count then 'mostly_unknown'
        when coalesce(found.failed_count, 0) = 0 then 'all_passed'
        when found.failed_count + found.unknown_count = assessed.assessed_count then 'all_failed'
        else 'tells_apart'
    end as state
from assessed
inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
left join found using (edition_id, indicator_id)
where indicator.found_by = 'observation'
order by assessed.edition_id, assessed.indicator_id;
