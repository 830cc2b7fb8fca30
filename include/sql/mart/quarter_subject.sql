-- Grades (等次) of a period: what its judged days say of each subject. quarter_score.sql adds the scores.
-- Unqualified (不合格): a veto failed on a judged day, and was not seen mended on the day of the recheck (复查),
-- where the office grades after one. Prominent issue (存在突出问题), in editions that have it: no veto failed, but
-- an indicator of that part did. Undetermined (不予判定): it did not, but some veto was
-- unknown on each judged day on which it was assessed, or the subject was never assessed though it ran.
-- Excused (例外): in force, and at no judged day running. Qualified (合格): the rest.
-- A subject that was closed (永久关停) on all judged days is not in the table. Of a kind whose inspections the
-- office declares (抽样), a subject's judged days are those of its own inspections, and nobody else is in the table.
-- grain:  one row per jurisdiction, period and subject in force on a judged day; the period is replaced
-- reads:  judged_day (temporary, by judged_day.sql), mart.subjects_in_force, mart.fact_assessment_day,
--         mart.fact_finding, mart.dim_indicator, mart.dim_edition
-- params: jurisdiction_id, period_id, period_start, counted_until (first day that no longer counts), recheck_on
--         (date, or null where nothing is rechecked)
delete from mart.quarter_subject
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s;

insert into mart.quarter_subject (
    jurisdiction_id, period_id, subject_id, grade, reason_ids, indicator_ids,
    first_failed_on, score, score_state, finding_days, counts_as
)
with in_force as (
    select
        subject.subject_id,
        bool_or(subject.status = 'running') as is_running
    from mart.subjects_in_force(%(jurisdiction_id)s, %(period_start)s, %(counted_until)s) as subject
    inner join judged_day using (subject_id, day)
    where subject.status <> 'closed'
    group by subject.subject_id
),

grave_finding as (
    select
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        finding.reason_id,
        finding.verdict,
        indicator.part,
        judged_day.day is not null as is_judged
    from mart.fact_finding as finding
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part in ('veto', 'prominent')
    left join judged_day using (subject_id, day)
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(period_start)s
        and finding.day < %(counted_until)s
),

mended as ( -- judged on the day of the recheck, and found neither failing nor unknown
    select
        assessment.subject_id,
        seen.indicator_id
    from mart.fact_assessment_day as assessment
    cross join unnest(assessment.indicator_ids) as seen (indicator_id)
    left join mart.fact_finding as finding
        on
            assessment.jurisdiction_id = finding.jurisdiction_id
            and assessment.subject_id = finding.subject_id
            and assessment.day = finding.day
            and seen.indicator_id = finding.indicator_id
    where
        assessment.jurisdiction_id = %(jurisdiction_id)s
        and assessment.day = %(recheck_on)s::date
        and finding.verdict is null
),

failed_indicator as (
    select
        grave_finding.subject_id,
        grave_finding.indicator_id,
        grave_finding.part,
        min(grave_finding.reason_id) as reason_id,
        min(grave_finding.day) as first_failed_on
    from grave_finding
    left join mended using (subject_id, indicator_id)
    where grave_finding.verdict = 'fail' and mended.subject_id is null
    group by grave_finding.subject_id, grave_finding.indicator_id, grave_finding.part
    having bool_or(grave_finding.is_judged)
),

failed_part as (
    select
        subject_id,
        part,
        array_agg(distinct reason_id order by reason_id) as reason_ids,
        array_agg(indicator_id order by indicator_id) as indicator_ids,
        min(first_failed_on) as first_failed_on
    from failed_indicator
    group by subject_id, part
),

failed_subject as ( -- a veto says all
    select distinct on (subject_id) *
    from failed_part
    order by subject_id asc, part = 'veto' desc
),

finding_day as (
    select
        subject_id,
        count(distinct day) as finding_days
    from grave_finding
    where verdict = 'fail' and part = 'veto'
    group by subject_id
),

assessed as (
    select
        assessment.subject_id,
        assessment.edition_id,
        assessment.indicator_ids
    from mart.fact_assessment_day as assessment
    inner join judged_day using (subject_id, day)
    where
        assessment.jurisdiction_id = %(jurisdiction_id)s
        and assessment.day >= %(period_start)s
        and assessment.day < %(counted_until)s
),

unknown_indicator as (
    select
        subject_id,
        indicator_id,
        count(*) as unknown_count
    from grave_finding
    where is_judged and verdict = 'unknown' and part = 'veto'
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
    select
        assessed.subject_id,
        (array_agg(edition.prominent_counts_as order by edition.effective_from desc))[1] as prominent_counts_as
    from assessed
    inner join mart.dim_edition as edition using (edition_id)
    group by assessed.subject_id
),

graded as (
    select
        in_force.subject_id,
        assessed_subject.prominent_counts_as,
        case
            when failed_subject.part = 'veto' then 'unqualified'
            when not in_force.is_running then 'excused'
            when unknown_subject.subject_id is not null or assessed_subject.subject_id is null then 'undetermined'
            when failed_subject.part = 'prominent' then 'prominent_issue'
            else 'qualified'
        end as grade
    from in_force
    left join failed_subject using (subject_id)
    left join unknown_subject using (subject_id)
    left join assessed_subject using (subject_id)
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    %(period_id)s::text as period_id,
    graded.subject_id,
    graded.grade,
    coalesce(failed_subject.reason_ids, '{}') as reason_ids,
    coalesce(failed_subject.indicator_ids, '{}') as indicator_ids,
    failed_subject.first_failed_on,
    null::numeric as score,
    'not_scored' as score_state,
    coalesce(finding_day.finding_days, 0) as finding_days,
    case when graded.grade = 'prominent_issue' then coalesce(graded.prominent_counts_as, 'none') end as counts_as
from graded
left join failed_subject on graded.subject_id = failed_subject.subject_id and graded.grade <> 'qualified'
left join finding_day on graded.subject_id = finding_day.subject_id
order by graded.subject_id;
