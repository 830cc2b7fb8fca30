-- 账号注销后仍发布信息: accounts that published something after the day from which the registry calls them closed.
-- Nobody is accused by an old post that was seen late or posted anew, by one of the days around the closing, whose
-- clock or zone may err, by a farewell, or where nothing but a name tells whose post it is: names that became free are
-- taken by others, and an account in force may bear the same.
-- grain:  one row per closed account; its place is the first of these posts
-- reads:  mart.dim_subject, staging.post, mart.known_until
-- params: jurisdiction_id, observer_id, kind, grace_days, notices (words of a title that announces the end)
with closed as (
    select
        stretches.subject_id,
        lower(stretch.days) as closed_on,
        upper(stretch.days) as reopened_on
    from (
        select
            subject_id,
            range_agg(daterange(valid_from, valid_to)) as days
        from mart.dim_subject
        where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s and kind = 'account' and status = 'closed'
        group by subject_id
    ) as stretches
    cross join lateral unnest(stretches.days) as stretch (days)
),

named as ( -- how the registry names it while it is closed, and whether by more than its name
    select
        closed.subject_id,
        closed.closed_on,
        closed.reopened_on,
        version.platform,
        replace(version.name, ' ', '') as bare_name,
        coalesce(replace(version.account_id, ' ', ''), '') not in ('', replace(version.name, ' ', '')) as has_id
    from closed
    inner join mart.dim_subject as version
        on
            version.jurisdiction_id = %(jurisdiction_id)s
            and closed.subject_id = version.subject_id
            and closed.closed_on = version.valid_from
),

posted as (
    select
        named.subject_id,
        named.closed_on,
        post.post_id,
        post.published_on,
        post.published_at,
        post.title,
        post.snapshot_id
    from named
    inner join staging.post as post
        on
            post.observer_id = %(observer_id)s
            and named.subject_id = post.subject_id
            and named.closed_on + %(grace_days)s::integer < post.published_on
            and (named.reopened_on is null or named.reopened_on > post.published_on)
    where
        post.first_seen_at < mart.known_until()
        and post.published_at <= now() -- a file may date one ahead
        and post.date_mark is distinct from 'future'
        and not exists (
            select 1
            from unnest(%(notices)s::text[]) as notice (word)
            where strpos(post.title, notice.word) > 0
        )
        and not exists (
            select 1
            from staging.post as before
            where
                before.observer_id = %(observer_id)s
                and before.subject_id = post.subject_id
                and before.published_on <= named.closed_on
                and before.title = post.title
        )
        and (
            named.has_id
            or ( -- a look that a name alone proved is none (sight.py); a file that gives a name proves nothing
                post.snapshot_id is not null
                and not exists (
                    select 1
                    from mart.dim_subject as namesake
                    where
                        namesake.jurisdiction_id = %(jurisdiction_id)s
                        and namesake.kind = 'account'
                        and namesake.platform = named.platform
                        and namesake.subject_id <> named.subject_id
                        and namesake.status <> 'closed'
                        and replace(namesake.name, ' ', '') = named.bare_name
                        and namesake.valid_from <= post.published_on
                        and (namesake.valid_to is null or namesake.valid_to > post.published_on)
                )
            )
        )
)

select
    subject_id,
    'post:' || (array_agg(post_id order by published_at, post_id))[1] as locator,
    '登记为已注销,此后仍发布信息' as term,
    min(published_on) as first_seen_on,
    max(published_on) as last_seen_on,
    closed_on || ' 起登记为已注销;此后 ' || count(*) || ' 条,最新: '
    || coalesce((array_agg(title order by published_at desc, post_id asc))[1], '') as excerpt,
    (array_agg(snapshot_id order by published_at, post_id))[1] as snapshot_id
from posted
group by subject_id, closed_on;
