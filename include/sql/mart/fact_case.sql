-- Cases (问题台账): runs of failing days, from discovery to the first day on which it was seen right.
-- A day on which the verdict was unknown (不予判定) neither closes a case nor splits it.
-- grain:  one row per jurisdiction, subject, indicator and opening day; all are folded anew
-- reads:  mart.fact_finding, mart.fact_assessment_day
-- params: jurisdiction_id
delete from mart.fact_case
where jurisdiction_id = %(jurisdiction_id)s;

insert into mart.fact_case (
    jurisdiction_id, subject_id, indicator_id, opened_on, last_failed_on, closed_on, reason_id, failed_day_count
)
with troubled as ( -- only what ever failed can have a case
    select
        subject_id,
        indicator_id
    from mart.fact_finding
    where jurisdiction_id = %(jurisdiction_id)s and verdict = 'fail'
    group by subject_id, indicator_id
),

assessed as (
    select
        assessment.jurisdiction_id,
        assessment.edition_id,
        assessment.subject_id,
        assessment.day,
        judged.indicator_id
    from mart.fact_assessment_day as assessment
    cross join unnest(assessment.indicator_ids) as judged (indicator_id)
    where assessment.jurisdiction_id = %(jurisdiction_id)s
),

determined as (
    select
        assessed.subject_id,
        assessed.indicator_id,
        assessed.day,
        coalesce(finding.verdict = 'fail', false) as is_failed,
        finding.reason_id
    from assessed
    inner join troubled using (subject_id, indicator_id)
    left join mart.fact_finding as finding using (jurisdiction_id, edition_id, subject_id, indicator_id, day)
    where finding.verdict is null or finding.verdict = 'fail'
),

numbered as ( -- failing days between the same two passes are one run
    select
        subject_id,
        indicator_id,
        day,
        is_failed,
        reason_id,
        count(*) filter (where not is_failed) over (partition by subject_id, indicator_id order by day) as pass_count,
        min(day) filter (where not is_failed) over (partition by subject_id, indicator_id order by day desc)
            as next_passed_on
    from determined
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    subject_id,
    indicator_id,
    min(day) as opened_on,
    max(day) as last_failed_on,
    min(next_passed_on) as closed_on,
    min(reason_id) as reason_id,
    count(*) as failed_day_count
from numbered
where is_failed
group by subject_id, indicator_id, pass_count
order by subject_id, indicator_id, opened_on;
