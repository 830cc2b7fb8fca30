-- 页面标签: pages whose meta tags are missing, empty, unreadable or another site's.
-- Page tags. Source: 政府网站发展指引 (国办发〔2017〕47号), annex on page design; the kinds are told in docs/tables.md.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.page, staging.sign
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), kinds
-- value:   pages with a fault; tags that only articles or columns owe count on these alone
-- unknown: page_blocked, needs_browser, not_crawled
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

faulty_page as (
    select distinct
        sign.subject_id,
        sign.day,
        sign.url,
        page.snapshot_id
    from staging.sign
    inner join staging.page using (observer_id, subject_id, day, url)
    where
        sign.observer_id = %(observer_id)s
        and sign.day >= %(from_day)s
        and sign.day < %(to_day)s
        and sign.topic = 'tags'
        and sign.kind = any(%(kinds)s)
        and (sign.kind <> 'T1' or sign.place = 'every' or sign.place = page.kind)
),

counted as (
    select
        subject_id,
        day,
        count(*) as page_count,
        jsonb_agg(jsonb_build_object('kind', 'snapshot', 'id', snapshot_id, 'note', url) order by url) as evidence
    from faulty_page
    group by subject_id, day
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(counted.page_count, 0)::numeric as value,
    case when home.subject_id is null then 0 else 1 end as sample_count,
    case when home.subject_id is null then 'not_crawled' else home.unread_reason end as unknown_reason,
    coalesce(counted.evidence, '[]') as evidence
from assessed
left join counted using (subject_id, day)
left join home_of_day as home using (subject_id, day);
