-- 内容不更新: days since an account's newest post.
-- Account not updated. Silence counts only on a day on which its source was healthy.
-- grain:   one row per running account and day
-- reads:   mart.running_subjects, mart.known_until, staging.post, staging.account_check
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive)
-- value:   days; 9999 for an account that has never posted
-- unknown: source_unhealthy
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s)
),

asked_account as (
    select distinct subject_id
    from assessed
),

posting_day as (
    select
        post.subject_id,
        post.published_on,
        max(post.post_id) as post_id
    from asked_account
    inner join staging.post using (subject_id)
    where
        post.published_on >= %(from_day)s
        and post.published_on < %(to_day)s
        and post.first_seen_at < mart.known_until()
    group by post.subject_id, post.published_on
    union all
    select -- the last one before the days asked: one look into the index per account
        asked_account.subject_id,
        earlier.published_on,
        earlier.post_id
    from asked_account
    cross join lateral (
        select
            post.published_on,
            post.post_id
        from staging.post
        where
            post.subject_id = asked_account.subject_id
            and post.published_on < %(from_day)s
            and post.first_seen_at < mart.known_until()
        order by post.published_on desc, post.post_id desc
        limit 1
    ) as earlier
),

until_next as (
    select
        subject_id,
        published_on,
        post_id,
        coalesce(lead(published_on) over (partition by subject_id order by published_on), %(to_day)s) as next_on
    from posting_day
),

newest as (
    select
        until_next.subject_id,
        until_next.published_on,
        until_next.post_id,
        covered.day::date as day
    from until_next
    cross join generate_series(
        greatest(until_next.published_on, %(from_day)s), until_next.next_on - 1, interval '1 day'
    ) as covered (day)
),

seen as (
    select
        subject_id,
        day,
        count(*) as check_count
    from staging.account_check
    where day >= %(from_day)s and day < %(to_day)s and outcome = 'ok' and is_source_healthy
    group by subject_id, day
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(assessed.day - newest.published_on, 9999)::numeric as value,
    coalesce(seen.check_count, 0) as sample_count,
    case when seen.subject_id is null then 'source_unhealthy' end as unknown_reason,
    case
        when newest.post_id is null then '[]'
        else jsonb_build_array(
            jsonb_build_object('kind', 'post', 'id', newest.post_id, 'note', newest.published_on)
        )
    end as evidence
from assessed
left join newest using (subject_id, day)
left join seen using (subject_id, day);
