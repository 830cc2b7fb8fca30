-- 账号信息与登记不符: days on which an account was seen in a state that its registry entry does not tell.
-- Account against its registry entry; what the registry itself says of its certification (官方认证) is one more source.
-- A state counts while healthy sources agree on it, and of the days of the window
-- on which it was seen the last one must be the day asked. What no source told of is not assessed: no row.
-- grain:   one row per running account and day on which a source told of one of the states, or somebody reported it
-- reads:   mart.running_days, mart.dim_subject, mart.reported_problem, looks_of_account (temporary),
--          staging.told_states, staging.account_state
-- params:  jurisdiction_id, observer_id, indicator_id, from_day, to_day (dates; end exclusive), states, window_days
-- value:   days of the window, 0 where the state was not seen on the day
-- unknown: never
with told as (
    select
        look.subject_id,
        told.state,
        told.is_seen,
        range_agg(look.days * datemultirange(daterange(subject.valid_from, subject.valid_to))) as days
    from looks_of_account as look
    inner join mart.dim_subject as subject
        on subject.jurisdiction_id = %(jurisdiction_id)s and look.subject_id = subject.subject_id
    cross join
        lateral staging.told_states(
            look.account_state,
            look.name_seen,
            look.organiser_seen,
            look.is_certified,
            subject.name,
            subject.organiser
        ) as told
    where told.state = any(%(states)s)
    group by look.subject_id, told.state, told.is_seen
    union all
    select
        registered.subject_id,
        'uncertified' as state,
        not registered.is_certified as is_seen,
        range_agg(daterange(registered.valid_from, registered.valid_to)) as days
    from mart.dim_subject as registered
    where
        registered.jurisdiction_id = %(jurisdiction_id)s
        and registered.kind = 'account'
        and registered.is_certified is not null
        and 'uncertified' = any(%(states)s)
    group by registered.subject_id, registered.is_certified
),

told_on as (
    select
        subject_id,
        range_agg(days) as days
    from (
        select
            subject_id,
            days
        from told
        union all
        select
            subject_id,
            datemultirange(daterange(found_on, counts_to)) as days
        from mart.reported_problem
        where jurisdiction_id = %(jurisdiction_id)s and indicator_id = %(indicator_id)s and found_on < counts_to
    ) as told_or_reported
    group by subject_id
),

seen_on as ( -- few; sources that disagree on a state leave it unseen
    select
        seen.subject_id,
        range_agg(seen.days - coalesce(denied.days, '{}')) as days
    from told as seen
    left join told as denied
        on seen.subject_id = denied.subject_id and seen.state = denied.state and not denied.is_seen
    where seen.is_seen
    group by seen.subject_id
),

assessed as (
    select
        running.subject_id,
        lower(stretch.days) + later.days as day,
        seen_on.days as seen_days,
        coalesce(seen_on.days @> lower(stretch.days) + later.days, false) as is_seen
    from mart.running_days(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as running
    inner join told_on using (subject_id)
    left join seen_on using (subject_id)
    cross join lateral unnest(running.days * told_on.days) as stretch (days)
    cross join lateral generate_series(0, upper(stretch.days) - lower(stretch.days) - 1) as later (days)
)

select
    subject_id,
    day,
    case
        when not is_seen then 0
        else (
            select sum(upper(stretch.days) - lower(stretch.days))
            from unnest(
                seen_days * datemultirange(daterange(day - %(window_days)s::integer + 1, day, '[]'))
            ) as stretch (days)
        )
    end::numeric as value,
    1::bigint as sample_count,
    null::text as unknown_reason,
    case
        when not is_seen then '[]'
        else (
            select
                coalesce(
                    jsonb_agg(
                        jsonb_build_object(
                            'kind', 'snapshot',
                            'id', newest.evidence_id,
                            'note', concat_ws(': ', newest.state, newest.seen)
                        )
                        order by newest.state
                    ),
                    '[{"kind": "snapshot", "id": "registry", "note": "uncertified"}]'
                )
            from (
                select
                    told.state,
                    (
                        array_agg(
                            coalesce(told.snapshot_id, told.connector)
                            order by told.checked_at desc, told.connector asc
                        )
                    )[1] as evidence_id,
                    (array_agg(told.seen order by told.checked_at desc, told.connector asc))[1] as seen
                from staging.account_state as told
                where
                    told.jurisdiction_id = %(jurisdiction_id)s
                    and told.observer_id = %(observer_id)s
                    and told.subject_id = assessed.subject_id
                    and told.day = assessed.day
                    and told.state = any(%(states)s)
                group by told.state
                having bool_and(told.is_seen)
            ) as newest
        )
    end as evidence
from assessed;
