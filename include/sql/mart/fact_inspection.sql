-- Who was inspected in which round (检查轮次): the rows behind 家次, samples and full cover.
-- A kind of subject for which the office declares its inspections (抽样) in the period has those; of any other
-- kind every subject in force and running was inspected at each round for which its day was judged.
-- grain:  one row per jurisdiction, subject and round; the period's rounds are replaced
-- reads:  staging.inspection, mart.fact_assessment_day, mart.subjects_in_force
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive), counted_until (first day that no
--         longer counts), round_days (dates)
delete from mart.fact_inspection
where
    jurisdiction_id = %(jurisdiction_id)s
    and inspected_on >= %(period_start)s
    and inspected_on < %(period_end)s;

insert into mart.fact_inspection (jurisdiction_id, subject_id, round_id, inspected_on)
with round_day as (
    select distinct asked.day
    from unnest(%(round_days)s::date[]) as asked (day)
),

declared as (
    select
        jurisdiction_id,
        subject_id,
        round_id,
        inspected_on,
        kind
    from staging.inspection
    where
        jurisdiction_id = %(jurisdiction_id)s
        and inspected_on >= %(period_start)s
        and inspected_on < %(counted_until)s
),

assumed as (
    select
        assessed.jurisdiction_id,
        assessed.subject_id,
        assessed.day::text as round_id,
        assessed.day as inspected_on
    from round_day
    inner join mart.fact_assessment_day as assessed
        on
            round_day.day = assessed.day
            and assessed.jurisdiction_id = %(jurisdiction_id)s
    inner join mart.subjects_in_force(%(jurisdiction_id)s, %(period_start)s, %(period_end)s) as subject
        on
            assessed.subject_id = subject.subject_id
            and assessed.day = subject.day
            and subject.status = 'running'
    where
        assessed.kind not in (select declared.kind from declared)
)

select
    jurisdiction_id,
    subject_id,
    round_id,
    inspected_on
from declared
union all
select * from assumed
order by subject_id, inspected_on;
