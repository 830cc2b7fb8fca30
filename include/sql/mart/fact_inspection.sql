-- Who was inspected in which round (检查轮次): the rows behind 家次, samples and full cover.
-- A kind of subject for which the office declares its inspections (抽样) in the period has those; of any other
-- kind every subject in force and running was inspected at each round for which its day was judged and since the round
-- before which anything of it was seen: a visit to its home page, a page, an account or a post, a report or a failing
-- finding. Of whom nobody saw anything nobody can say that they were inspected.
-- grain:  one row per jurisdiction, subject and round; the period's rounds are replaced
-- reads:  staging.inspection, mart.fact_assessment_day, mart.subjects_in_force, mart.fact_probe_day, staging.page,
--         staging.account_check, staging.post, mart.fact_decision, mart.fact_finding
-- params: jurisdiction_id, observer_id, period_start, period_end (dates; end exclusive), counted_until (first day that
--         no longer counts), round_days (dates)
delete from mart.fact_inspection
where
    jurisdiction_id = %(jurisdiction_id)s
    and inspected_on >= %(period_start)s
    and inspected_on < %(period_end)s;

insert into mart.fact_inspection (jurisdiction_id, subject_id, round_id, inspected_on)
with round_day as (
    select
        asked.day,
        coalesce(lag(asked.day) over (order by asked.day), %(period_start)s::date - 1) as after_day
    from (
        select distinct day
        from unnest(%(round_days)s::date[]) as given (day)
    ) as asked
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
        and (
            exists (
                select 1 from mart.fact_probe_day as seen
                where
                    seen.observer_id = %(observer_id)s
                    and seen.subject_id = assessed.subject_id
                    and seen.day > round_day.after_day
                    and seen.day <= round_day.day
                    and seen.counted_count + seen.blocked_count > 0
            )
            or exists (
                select 1 from staging.page as seen
                where
                    seen.observer_id = %(observer_id)s
                    and seen.subject_id = assessed.subject_id
                    and seen.day > round_day.after_day
                    and seen.day <= round_day.day
            )
            or exists (
                select 1 from staging.account_check as seen
                where
                    seen.observer_id = %(observer_id)s
                    and seen.subject_id = assessed.subject_id
                    and seen.day > round_day.after_day
                    and seen.day <= round_day.day
                    and seen.outcome in ('ok', 'answered', 'partial', 'stale', 'not_found')
            )
            or exists (
                select 1 from staging.post as seen
                where
                    seen.observer_id = %(observer_id)s
                    and seen.subject_id = assessed.subject_id
                    and seen.published_on > round_day.after_day
                    and seen.published_on <= round_day.day
            )
            or exists (
                select 1 from mart.fact_decision as said
                where
                    said.jurisdiction_id = %(jurisdiction_id)s
                    and said.subject_id = assessed.subject_id
                    and said.decision in ('reported', 'confirmed')
                    and said.valid_from > round_day.after_day
                    and said.valid_from <= round_day.day
            )
            or exists (
                select 1 from mart.fact_finding as found
                where
                    found.jurisdiction_id = %(jurisdiction_id)s
                    and found.subject_id = assessed.subject_id
                    and found.day = assessed.day
                    and found.verdict = 'fail'
            )
        )
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
