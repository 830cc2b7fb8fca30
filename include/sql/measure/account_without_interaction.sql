-- 未提供有效互动功能: whether an account offers its readers no way to interact.
-- Account without interaction, by the last healthy check that could tell; it holds for some weeks, since few sources
-- tell it and none of them every day.
-- grain:   one row per running account and day
-- reads:   mart.running_subjects, staging.account_check
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), valid_days
-- value:   1 without interaction, 0 with
-- unknown: source_unhealthy, source_does_not_tell; the latter where healthy checks saw the account and none could tell
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s)
),

seen as ( -- the days with a healthy check, and of those with one that could tell, in order
    select
        subject_id,
        array_sort(array_agg(day)) as seen_days,
        array_sort(array_agg(day) filter (where has_interaction is not null)) as told_days
    from staging.account_check
    where
        day > %(from_day)s::date - %(valid_days)s::integer
        and day < %(to_day)s
        and outcome in ('ok', 'answered')
        and is_source_healthy
    group by subject_id
),

doubtful as ( -- only where some check saw no interaction does it matter which was the last
    select distinct
        subject_id,
        day
    from staging.account_check
    where
        day > %(from_day)s::date - %(valid_days)s::integer
        and day < %(to_day)s
        and outcome in ('ok', 'answered')
        and is_source_healthy
        and not has_interaction
),

last_check as (
    select distinct on (subject_id, day)
        subject_id,
        day,
        has_interaction
    from staging.account_check
    inner join doubtful using (subject_id, day)
    where outcome in ('ok', 'answered') and is_source_healthy and has_interaction is not null
    order by subject_id asc, day asc, checked_at desc, connector asc
),

told as (
    select
        assessed.subject_id,
        assessed.day,
        seen.seen_days[width_bucket(assessed.day, seen.seen_days)] as seen_on,
        seen.told_days[width_bucket(assessed.day, seen.told_days)] as told_on
    from assessed
    left join seen using (subject_id)
),

known as (
    select
        told.subject_id,
        told.day,
        told.told_on,
        coalesce(told.seen_on > told.day - %(valid_days)s::integer, false) as is_seen,
        coalesce(told.told_on > told.day - %(valid_days)s::integer, false) as is_told,
        coalesce(last_check.has_interaction, true) as has_interaction
    from told
    left join last_check on told.subject_id = last_check.subject_id and told.told_on = last_check.day
)

select
    known.subject_id,
    known.day,
    case when known.is_told then (not known.has_interaction)::integer::numeric end as value,
    known.is_told::integer::bigint as sample_count,
    case
        when known.is_told then null
        when known.is_seen then 'source_does_not_tell'
        else 'source_unhealthy'
    end as unknown_reason,
    case
        when not known.is_told then '[]'
        else (
            select
                jsonb_build_array(
                    jsonb_build_object(
                        'kind', 'snapshot',
                        'id', coalesce(newest.snapshot_id, newest.connector),
                        'note', to_char(newest.checked_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
                    )
                )
            from staging.account_check as newest
            where
                newest.subject_id = known.subject_id
                and newest.day = known.told_on
                and newest.outcome in ('ok', 'answered')
                and newest.is_source_healthy
                and newest.has_interaction is not null
            order by newest.checked_at desc, newest.connector asc
            limit 1
        )
    end as evidence
from known;
