-- Grades (等次) of a period: what its judged days say of each subject.
-- Unqualified (不合格): a veto failed on a judged day. Undetermined (不予判定): it did not, but some veto was
-- unknown on each judged day on which it was assessed, or the subject was never assessed though it ran.
-- Excused (例外): in force, and at no judged day running. Qualified (合格): the rest.
-- A subject that was closed (永久关停) on all judged days is not in the table.
-- grain:  one row per jurisdiction, period and subject in force on a judged day; the period is replaced
-- reads:  mart.subjects_in_force, mart.fact_assessment_day, mart.fact_finding, mart.dim_indicator
-- params: jurisdiction_id, edition_id, period_id, period_start, counted_until (first day that no longer
--         counts), judged_days (dates: the rounds, or what the quarter rule takes for them)
delete from mart.quarter_subject
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s;

insert into mart.quarter_subject (
    jurisdiction_id, period_id, subject_id, grade, reason_ids, indicator_ids,
    first_failed_on, score, score_state, finding_days
)
with judged_day as (
    select distinct asked.day
    from unnest(%(judged_days)s::date[]) as asked (day)
),

in_force as (
    select
        subject.subject_id,
        bool_or(subject.status = 'running') as is_running
    from mart.subjects_in_force(%(jurisdiction_id)s, %(period_start)s, %(counted_until)s) as subject
    inner join judged_day using (day)
    where subject.status <> 'closed'
    group by subject.subject_id
),

veto_finding as (
    select
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        finding.reason_id,
        finding.verdict,
        judged_day.day is not null as is_judged
    from mart.fact_finding as finding
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'veto'
    left join judged_day using (day)
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.edition_id = %(edition_id)s
        and finding.day >= %(period_start)s
        and finding.day < %(counted_until)s
),

failed_indicator as (
    select
        subject_id,
        indicator_id,
        min(reason_id) as reason_id,
        min(day) as first_failed_on
    from veto_finding
    where verdict = 'fail'
    group by subject_id, indicator_id
    having bool_or(is_judged)
),

failed_subject as (
    select
        subject_id,
        array_agg(distinct reason_id order by reason_id) as reason_ids,
        array_agg(indicator_id order by indicator_id) as indicator_ids,
        min(first_failed_on) as first_failed_on
    from failed_indicator
    group by subject_id
),

finding_day as (
    select
        subject_id,
        count(distinct day) as finding_days
    from veto_finding
    where verdict = 'fail'
    group by subject_id
),

assessed as (
    select
        assessment.subject_id,
        assessment.indicator_ids
    from mart.fact_assessment_day as assessment
    inner join judged_day using (day)
    where assessment.jurisdiction_id = %(jurisdiction_id)s and assessment.edition_id = %(edition_id)s
),

unknown_indicator as (
    select
        subject_id,
        indicator_id,
        count(*) as unknown_count
    from veto_finding
    where is_judged and verdict = 'unknown'
    group by subject_id, indicator_id
),

unknown_throughout as (
    select
        unknown_indicator.subject_id,
        unknown_indicator.indicator_id
    from unknown_indicator
    inner join assessed
        on
            unknown_indicator.subject_id = assessed.subject_id
            and unknown_indicator.indicator_id = any(assessed.indicator_ids)
    group by unknown_indicator.subject_id, unknown_indicator.indicator_id, unknown_indicator.unknown_count
    having count(*) = unknown_indicator.unknown_count
),

unknown_subject as (
    select distinct subject_id
    from unknown_throughout
),

assessed_subject as (
    select distinct subject_id
    from assessed
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    %(period_id)s::text as period_id,
    in_force.subject_id,
    case
        when failed_subject.subject_id is not null then 'unqualified'
        when not in_force.is_running then 'excused'
        when unknown_subject.subject_id is not null or assessed_subject.subject_id is null then 'undetermined'
        else 'qualified'
    end as grade,
    coalesce(failed_subject.reason_ids, '{}') as reason_ids,
    coalesce(failed_subject.indicator_ids, '{}') as indicator_ids,
    failed_subject.first_failed_on,
    null::numeric as score,
    'incomplete' as score_state,
    coalesce(finding_day.finding_days, 0) as finding_days
from in_force
left join failed_subject using (subject_id)
left join unknown_subject using (subject_id)
left join assessed_subject using (subject_id)
left join finding_day using (subject_id)
order by in_force.subject_id;
