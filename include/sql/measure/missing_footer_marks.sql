-- 网站标识: marks that the foot of the home page lacks.
-- Footer marks (页面底部功能区). A site code (网站标识码) other than the registered one counts as lacking.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.mark
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), kinds (list of mark kinds)
-- value:   kinds that are missing
-- unknown: page_blocked, needs_browser, not_crawled
with assessed as (
    select
        subject_id,
        day,
        site_code
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

found as (
    select
        subject_id,
        day,
        page_url as url,
        count(*) filter (where kind not in ('site_code', 'footer_elsewhere')) as mark_count,
        bool_or(kind = 'footer_elsewhere') as is_elsewhere,
        count(*) filter (where kind = 'site_code') > 0 as has_site_code,
        max(value) filter (where kind = 'site_code') as site_code
    from staging.mark
    where
        observer_id = %(observer_id)s
        and day >= %(from_day)s
        and day < %(to_day)s
        and (kind = any(%(kinds)s::text[]) or kind = 'footer_elsewhere')
    group by subject_id, day, page_url
),

required as (
    select count(distinct kind) as kind_count
    from unnest(%(kinds)s::text[]) as kind
),

home as (
    select
        assessed.subject_id,
        assessed.day,
        assessed.site_code,
        home_page.url,
        home_page.snapshot_id,
        case
            when home_page.subject_id is null then 'not_crawled'
            when home_page.unread_reason is not null then home_page.unread_reason
            -- what a script or a frame brings only a browser shows
            when found.is_elsewhere then 'needs_browser'
        end as unread_reason,
        (select kind_count from required)
        - coalesce(found.mark_count, 0)
        - coalesce(found.has_site_code and found.site_code is not distinct from assessed.site_code, false)::integer
            as missing_count
    from assessed
    left join home_of_day as home_page using (subject_id, day)
    left join found
        on
            home_page.subject_id = found.subject_id
            and home_page.day = found.day
            and home_page.url = found.url
)

select
    home.subject_id,
    home.day,
    case when home.unread_reason is null then home.missing_count::numeric end as value,
    (select kind_count from required) as sample_count,
    home.unread_reason as unknown_reason,
    case
        when home.snapshot_id is null then '[]'
        when home.missing_count = 0 or home.unread_reason is not null
            then jsonb_build_array(jsonb_build_object('kind', 'snapshot', 'id', home.snapshot_id, 'note', ''))
        else (
            select
                jsonb_build_array(
                    jsonb_build_object(
                        'kind', 'snapshot',
                        'id', home.snapshot_id,
                        'note', string_agg(distinct missing.kind, ', ')
                    )
                )
            from unnest(%(kinds)s::text[]) as missing (kind)
            where not exists (
                select 1
                from staging.mark
                where
                    mark.observer_id = %(observer_id)s
                    and mark.subject_id = home.subject_id
                    and mark.day = home.day
                    and mark.page_url = home.url
                    and mark.kind = missing.kind
                    and (mark.kind <> 'site_code' or mark.value is not distinct from home.site_code)
            )
        )
    end as evidence
from home;
