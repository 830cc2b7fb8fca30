-- 可用性: links of the home page that lead nowhere.
-- Broken links. A suspect or unchecked link is not broken: only what the crawl saw fail counts.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, staging.home_page, staging.link
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive)
-- value:   distinct broken addresses
-- unknown: page_blocked, needs_browser, not_crawled
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
        staging.unread_reason(coalesce(home_page.read_state, 'not_crawled')) as unread_reason
    from assessed
    left join staging.home_page
        on
            assessed.subject_id = home_page.subject_id
            and assessed.day = home_page.day
            and home_page.day >= %(from_day)s
            and home_page.day < %(to_day)s
),

broken as (
    select
        link.subject_id,
        link.day,
        link.page_url as url,
        count(*) as broken_count,
        jsonb_agg(
            jsonb_build_object(
                'kind', 'snapshot', 'id', coalesce(link.target_snapshot_id, link.snapshot_id), 'note', link.target_url
            )
            order by link.target_url
        ) as evidence
    from staging.link
    where link.outcome = 'broken' and link.day >= %(from_day)s and link.day < %(to_day)s
    group by link.subject_id, link.day, link.page_url
)

select
    home.subject_id,
    home.day,
    case when home.unread_reason is null then coalesce(broken.broken_count, 0)::numeric end as value,
    broken.broken_count as sample_count,
    home.unread_reason as unknown_reason,
    jsonb_path_query_array(coalesce(broken.evidence, '[]'), '$[0 to 19]') as evidence
from home
left join broken using (subject_id, day, url);
