-- 可用性: links of the home page that lead nowhere.
-- Broken links. A suspect or unchecked link is not broken, and neither is one that a second look hours later
-- did not find so: what both looks saw counts, and pages that are a soft 404.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.broken_link
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), limit_value
-- value:   distinct broken addresses
-- unknown: page_blocked, needs_browser, not_crawled, second_look_missing; the last only where it could make it fail
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

home as (
    select
        assessed.subject_id,
        assessed.day,
        home_page.url,
        case when home_page.subject_id is null then 'not_crawled' else home_page.unread_reason end as unread_reason
    from assessed
    left join home_of_day as home_page using (subject_id, day)
),

dead as (
    select
        subject_id,
        day,
        page_url as url,
        target_url,
        standing,
        array_remove(array[snapshot_id, second_snapshot_id], null) as snapshot_ids
    from staging.broken_link
    where
        observer_id = %(observer_id)s
        and standing <> 'withdrawn'
        and day >= %(from_day)s
        and day < %(to_day)s
),

counted as (
    select
        subject_id,
        day,
        url,
        count(distinct target_url) filter (where standing = 'confirmed') as broken_count,
        count(distinct target_url) filter (where standing = 'unconfirmed') as open_count
    from dead
    group by subject_id, day, url
),

proof as (
    select
        dead.subject_id,
        dead.day,
        dead.url,
        jsonb_agg(
            jsonb_build_object(
                'kind', 'snapshot', 'id', look.snapshot_id, 'note', dead.target_url, 'place', dead.target_url
            )
            order by dead.target_url, look.number
        ) as evidence
    from dead
    cross join lateral unnest(dead.snapshot_ids) with ordinality as look (snapshot_id, number)
    where dead.standing = 'confirmed'
    group by dead.subject_id, dead.day, dead.url
)

select
    home.subject_id,
    home.day,
    case when home.unread_reason is null then coalesce(counted.broken_count, 0)::numeric end as value,
    counted.broken_count as sample_count,
    coalesce(
        home.unread_reason,
        case
            when
                counted.broken_count < %(limit_value)s
                and counted.broken_count + counted.open_count >= %(limit_value)s
                then 'second_look_missing'
        end
    ) as unknown_reason,
    coalesce(proof.evidence, '[]') as evidence
from home
left join counted using (subject_id, day, url)
left join proof using (subject_id, day, url);
