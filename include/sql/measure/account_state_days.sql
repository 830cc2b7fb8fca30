-- 账号信息与登记不符: days on which an account was seen in a state that its registry entry does not tell.
-- Account against its registry entry. A state counts while healthy sources agree on it, and of the days of the window
-- on which it was seen the last one must be the day asked. What no source told of is not assessed: no row.
-- grain:   one row per running account and day on which a source told of one of the states, or somebody reported it
-- reads:   mart.running_subjects, mart.reported_problem, staging.account_state
-- params:  jurisdiction_id, indicator_id, from_day, to_day (dates; end exclusive), states, window_days
-- value:   days of the window, 0 where the state was not seen on the day
-- unknown: never
with told as ( -- sources that disagree on a state leave it unseen
    select
        subject_id,
        day,
        state,
        bool_and(is_seen) as is_seen,
        (array_agg(coalesce(snapshot_id, connector) order by checked_at desc, connector asc))[1] as evidence_id,
        (array_agg(seen order by checked_at desc, connector asc))[1] as seen
    from staging.account_state
    where
        state = any(%(states)s)
        and day >= %(from_day)s::date - %(window_days)s::integer
        and day < %(to_day)s
    group by subject_id, day, state
),

told_on as (
    select
        subject_id,
        day,
        bool_or(is_seen) as is_seen
    from told
    where day >= %(from_day)s
    group by subject_id, day
    union
    select
        problem.subject_id,
        counted.day::date as day,
        false as is_seen
    from mart.reported_problem as problem
    cross join
        generate_series(
            greatest(problem.found_on, %(from_day)s), least(problem.counts_to, %(to_day)s) - 1, interval '1 day'
        ) as counted (day)
    where problem.jurisdiction_id = %(jurisdiction_id)s and problem.indicator_id = %(indicator_id)s
),

day_told as (
    select
        subject_id,
        day,
        bool_or(is_seen) as is_seen
    from told_on
    group by subject_id, day
),

seen_days as ( -- few: those in the state
    select
        today.subject_id,
        today.day,
        count(distinct earlier.day) as days
    from day_told as today
    inner join told as earlier
        on
            today.subject_id = earlier.subject_id
            and today.day >= earlier.day
            and today.day < earlier.day + %(window_days)s::integer
            and earlier.is_seen
    where today.is_seen
    group by today.subject_id, today.day
)

select
    day_told.subject_id,
    day_told.day,
    coalesce(seen_days.days, 0)::numeric as value,
    1::bigint as sample_count,
    null::text as unknown_reason,
    case
        when seen_days.days is null then '[]'
        else (
            select
                jsonb_agg(
                    jsonb_build_object(
                        'kind', 'snapshot',
                        'id', told.evidence_id,
                        'note', concat_ws(': ', told.state, told.seen)
                    )
                    order by told.state
                )
            from told
            where told.subject_id = day_told.subject_id and told.day = day_told.day and told.is_seen
        )
    end as evidence
from day_told
inner join mart.running_subjects(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as running
    on day_told.subject_id = running.subject_id and day_told.day = running.day
left join seen_days
    on day_told.subject_id = seen_days.subject_id and day_told.day = seen_days.day;
