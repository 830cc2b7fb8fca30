-- 未提供有效互动功能: whether an account offers its readers no way to interact.
-- Account without interaction, by the last healthy check that could tell; it holds for some weeks, since few sources
-- tell it and none of them every day.
-- grain:   one row per running account and day
-- reads:   mart.running_days, looks_of_account (temporary), staging.account_check
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), valid_days
-- value:   1 without interaction, 0 with
-- unknown: source_unhealthy, source_does_not_tell; the latter where healthy checks saw the account and none could tell
with told as ( -- the days with a healthy check, and of those with one that could tell
    select
        subject_id,
        range_agg(days) as seen_days,
        range_agg(days) filter (where has_interaction is not null) as days,
        range_agg(days) filter (where has_interaction) as with_days,
        range_agg(days) filter (where not has_interaction) as without_days
    from looks_of_account
    where outcome in ('ok', 'answered')
    group by subject_id
),

assessed as ( -- each account's days, those with such a check and those for which an earlier one holds, if any
    select
        account.subject_id,
        told.seen_days,
        told.with_days,
        told.without_days,
        lower(stretch.days) + later.days as day,
        case
            when part.is_told_today then lower(stretch.days) + later.days
            else upper(told.days * datemultirange(daterange(null, lower(stretch.days) + later.days))) - 1
        end as told_on
    from mart.running_days(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as account
    left join told using (subject_id)
    cross join
        lateral (
            values
            (account.days * coalesce(told.days, '{}'), true),
            (account.days - coalesce(told.days, '{}'), false)
        ) as part (days, is_told_today)
    cross join lateral unnest(part.days) as stretch (days)
    cross join lateral generate_series(0, upper(stretch.days) - lower(stretch.days) - 1) as later (days)
),

known as (
    select
        subject_id,
        day,
        told_on,
        seen_days && daterange(day - %(valid_days)s::integer, day, '(]') as is_seen,
        coalesce(told_on > day - %(valid_days)s::integer, false) as is_told,
        case
            when without_days is null then true
            when not without_days @> told_on then true
            when with_days is null then false
            when not with_days @> told_on then false
            else ( -- one check of the day saw it and another did not: the last one counts
                select look.has_interaction
                from staging.account_check as look
                where
                    look.observer_id = %(observer_id)s
                    and look.subject_id = assessed.subject_id
                    and look.day = assessed.told_on
                    and look.outcome in ('ok', 'answered')
                    and look.is_source_healthy
                    and look.has_interaction is not null
                order by look.checked_at desc, look.connector asc
                limit 1
            )
        end as has_interaction
    from assessed
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
                newest.observer_id = %(observer_id)s
                and newest.subject_id = known.subject_id
                and newest.day = known.told_on
                and newest.outcome in ('ok', 'answered')
                and newest.is_source_healthy
                and newest.has_interaction is not null
            order by newest.checked_at desc, newest.connector asc
            limit 1
        )
    end as evidence
from known;
