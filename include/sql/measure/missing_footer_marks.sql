-- 网站标识: marks that the foot of the home page lacks.
-- Footer marks (页面底部功能区). A site code (网站标识码) other than the registered one counts as lacking.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, staging.home_page, staging.mark
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), kinds (list of mark kinds)
-- value:   kinds that are missing
-- unknown: page_blocked, needs_browser, not_crawled
with assessed as (
    select
        subject_id,
        day,
        site_code
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

home as (
    select
        assessed.subject_id,
        assessed.day,
        assessed.site_code,
        home_page.url,
        home_page.snapshot_id,
        staging.unread_reason(coalesce(home_page.read_state, 'not_crawled')) as unread_reason
    from assessed
    left join staging.home_page
        on
            assessed.subject_id = home_page.subject_id
            and assessed.day = home_page.day
            and home_page.day >= %(from_day)s
            and home_page.day < %(to_day)s
),

required as (
    select kind
    from unnest(%(kinds)s::text[]) as kind
),

missing as (
    select
        home.subject_id,
        home.day,
        count(*) as missing_count,
        string_agg(required.kind, ', ' order by required.kind) as kinds
    from home
    cross join required
    left join staging.mark
        on
            home.subject_id = mark.subject_id
            and home.day = mark.day
            and home.url = mark.page_url
            and required.kind = mark.kind
            and mark.day >= %(from_day)s
            and mark.day < %(to_day)s
    where
        home.unread_reason is null
        and (mark.subject_id is null or (mark.kind = 'site_code' and mark.value is distinct from home.site_code))
    group by home.subject_id, home.day
)

select
    home.subject_id,
    home.day,
    case when home.unread_reason is null then coalesce(missing.missing_count, 0)::numeric end as value,
    (select count(*) from required) as sample_count,
    home.unread_reason as unknown_reason,
    case
        when home.snapshot_id is null then '[]'
        else jsonb_build_array(
            jsonb_build_object('kind', 'snapshot', 'id', home.snapshot_id, 'note', coalesce(missing.kinds, ''))
        )
    end as evidence
from home
left join missing using (subject_id, day);
