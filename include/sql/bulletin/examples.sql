-- Subjects that may be named as examples (典型): inspectors marked their reports publishable, and nobody struck
-- the finding out. Good examples come under the reason praise.
-- grain:  one row per kind of subject, reason and name, in order of name
-- reads:  mart.fact_decision, staging.report, mart.dim_indicator, mart.dim_subject
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with marked as (
    select
        decision.subject_id,
        decision.indicator_id,
        decision.locator,
        coalesce(decision.reason_id, indicator.reason_id) as reason_id
    from mart.fact_decision as decision
    inner join staging.report as report
        on decision.jurisdiction_id = report.jurisdiction_id and decision.report_id = report.report_id
    left join mart.dim_indicator as indicator on decision.indicator_id = indicator.indicator_id
    where
        decision.jurisdiction_id = %(jurisdiction_id)s
        and decision.decision in ('reported', 'confirmed')
        and decision.valid_from between %(period_start)s and %(cutoff_on)s
        and report.is_publishable
),

standing as (
    select marked.*
    from marked
    where not exists (
        select 1
        from mart.fact_decision as later
        where
            later.jurisdiction_id = %(jurisdiction_id)s
            and later.subject_id = marked.subject_id
            and later.indicator_id is not distinct from marked.indicator_id
            and later.locator is not distinct from marked.locator
            and later.decision = 'struck_out'
    )
),

named as (
    select distinct on (standing.subject_id, standing.reason_id)
        standing.reason_id,
        mart.kind_of(standing.subject_id) as kind,
        coalesce(subject.name, standing.subject_id) as name
    from standing
    left join mart.dim_subject as subject
        on
            subject.jurisdiction_id = %(jurisdiction_id)s
            and standing.subject_id = subject.subject_id
            and subject.valid_from <= %(cutoff_on)s
    order by standing.subject_id asc, standing.reason_id asc, subject.valid_from desc
)

select distinct
    kind,
    reason_id,
    name collate "C" as name
from named
order by kind, reason_id, name;
