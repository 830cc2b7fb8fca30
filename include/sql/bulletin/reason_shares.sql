-- How widespread each reason is among the subjects assessed in the period, for words only: no number of it is
-- printed. Reasons are those of deductions (扣分项) found, and those of unqualified subjects.
-- grain:  one row per kind of subject and reason, the widest first; share 0–1, null where nobody was assessed
-- reads:  mart.fact_finding, mart.fact_assessment_day, mart.dim_indicator, mart.quarter_subject
-- params: jurisdiction_id, period_id, period_start, period_end (dates; end exclusive)
with assessed as (
    select
        kind,
        count(distinct subject_id) as subject_count
    from mart.fact_assessment_day
    where
        jurisdiction_id = %(jurisdiction_id)s
        and day >= %(period_start)s
        and day < %(period_end)s
    group by kind
),

found as (
    select
        finding.kind,
        finding.subject_id,
        finding.reason_id,
        indicator.title_zh,
        true as is_deduction
    from mart.fact_finding as finding
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'deduction'
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(period_start)s
        and finding.day < %(period_end)s
        and finding.verdict = 'fail'
    union all
    select
        graded.kind,
        graded.subject_id,
        reason.reason_id,
        null as title_zh,
        false as is_deduction
    from mart.quarter_subject as graded
    cross join unnest(graded.reason_ids) as reason (reason_id)
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'unqualified'
),

counted as (
    select
        kind,
        reason_id,
        min(title_zh) as title_zh,
        bool_or(is_deduction) as is_deduction,
        count(distinct subject_id) as subject_count
    from found
    group by kind, reason_id
)

select
    counted.kind,
    counted.reason_id,
    counted.title_zh,
    counted.is_deduction,
    counted.subject_count::numeric / nullif(assessed.subject_count, 0) as share
from counted
left join assessed on counted.kind = assessed.kind
order by counted.subject_count desc, counted.kind asc, counted.reason_id collate "C" asc;
