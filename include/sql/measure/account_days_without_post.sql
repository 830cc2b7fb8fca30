-- 内容不更新: days since an account's newest post.
-- Account not updated. Silence counts only on a day on which its source was healthy. A post that is known, whatever way
-- it came in, is proof enough while it is younger than the limit: what was not seen could only make the days fewer.
-- Silence in an export of posts alone is suspected and judges nothing: what is not in a file may stand on the account.
-- A log of looks that names no route and tells of no post says that the account was there: with not one post on
-- record, silence is not known.
-- grain:   one row per running account and day
-- reads:   mart.running_days, mart.known_until, looks_of_account (temporary), staging.post, staging.account_check
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), limit_value
-- value:   days; 9999 for an account that has never posted
-- unknown: source_unhealthy, export_alone, source_does_not_tell; the last where healthy looks saw none of its posts
with posted as ( -- the days with a post, in order: width_bucket finds the last one up to a day
    select
        subject_id,
        array_agg(published_on order by published_on) as days
    from staging.post
    where
        observer_id = %(observer_id)s
        and published_on >= %(from_day)s
        and published_on < %(to_day)s
        and first_seen_at < mart.known_until()
    group by subject_id
),

posted_before as ( -- the last one before the days asked: one look into the index per account
    select distinct on (account.subject_id)
        account.subject_id,
        earlier.published_on
    from mart.running_days(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as account
    cross join
        lateral (
            select post.published_on
            from staging.post
            where
                post.observer_id = %(observer_id)s
                and post.subject_id = account.subject_id
                and post.published_on < %(from_day)s
                and post.first_seen_at < mart.known_until()
            order by post.published_on desc
            limit 1
        ) as earlier
    order by account.subject_id
),

seen as (
    select
        subject_id,
        range_agg(days) filter (where outcome = 'ok') as days,
        range_agg(days) filter (where outcome = 'ok' and not is_export) as looked_days,
        range_agg(days) filter (where outcome = 'ok' and not is_export and not names_no_route) as listed_days,
        range_agg(days) filter (where outcome = 'answered') as answered_days
    from looks_of_account
    where outcome in ('ok', 'answered')
    group by subject_id
),

known as ( -- each account's days, those with a healthy look and those without
    select
        account.subject_id,
        part.is_seen,
        seen.looked_days,
        seen.listed_days,
        seen.answered_days,
        lower(stretch.days) + later.days as day,
        coalesce(
            posted.days[width_bucket(lower(stretch.days) + later.days, posted.days)], posted_before.published_on
        ) as newest_on
    from mart.running_days(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as account
    left join posted using (subject_id)
    left join posted_before using (subject_id)
    left join seen using (subject_id)
    cross join
        lateral (
            values
            (account.days * coalesce(seen.days, '{}'), true),
            (account.days - coalesce(seen.days, '{}'), false)
        ) as part (days, is_seen)
    cross join lateral unnest(part.days) as stretch (days)
    cross join lateral generate_series(0, upper(stretch.days) - lower(stretch.days) - 1) as later (days)
)

select
    known.subject_id,
    known.day,
    coalesce(known.day - known.newest_on, 9999)::numeric as value,
    case
        when not known.is_seen then 0
        else (
            select count(*)
            from staging.account_check as look
            where
                look.observer_id = %(observer_id)s
                and look.subject_id = known.subject_id
                and look.day = known.day
                and look.outcome = 'ok'
                and look.is_source_healthy
        )
    end as sample_count,
    case
        when known.day - known.newest_on < %(limit_value)s or known.listed_days @> known.day then null
        when known.looked_days @> known.day
            then case when known.newest_on is null then 'source_does_not_tell' end
        when known.is_seen then 'export_alone'
        when known.answered_days @> known.day then 'source_does_not_tell'
        else 'source_unhealthy'
    end as unknown_reason,
    case
        when known.newest_on is null then '[]'
        else jsonb_build_array(
            jsonb_build_object(
                'kind', 'post',
                'id', (
                    select max(post.post_id)
                    from staging.post
                    where
                        post.observer_id = %(observer_id)s
                        and post.subject_id = known.subject_id
                        and post.published_on = known.newest_on
                        and post.first_seen_at < mart.known_until()
                ),
                'note', known.newest_on
            )
        )
    end as evidence
from known;
