-- “我为政府网站找错”入口: faults of the home page's entry for reporting errors.
-- Error-report entry: absent, its site code (网站标识码) absent or other than the registered one, or an entry that leads
-- to a bare address instead of the name of the national platform, as it did before there was a name.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.mark
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive)
-- value:   faults, 0 or 1
-- unknown: page_blocked, needs_browser, not_crawled
with assessed as (
    select
        subject_id,
        day,
        site_code
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

mark as materialized ( -- looked up one by one, the days of a quarter would take three times as long
    select
        subject_id,
        day,
        page_url,
        bool_or(kind = 'error_entry') as is_entry,
        max(detail ->> 'site_code') filter (where kind = 'error_entry') as site_code,
        max(detail ->> 'host') filter (where kind = 'error_entry') as host
    from staging.mark
    where
        observer_id = %(observer_id)s
        and kind in ('error_entry', 'footer_elsewhere')
        and day >= %(from_day)s
        and day < %(to_day)s
    group by subject_id, day, page_url
),

entry as (
    select
        assessed.subject_id,
        assessed.day,
        assessed.site_code,
        home_page.snapshot_id,
        coalesce(mark.is_entry, false) as is_present,
        mark.site_code as entry_site_code,
        mark.host,
        coalesce(mark.host ~ '^[0-9.]+$', false) as is_bare,
        case
            when home_page.subject_id is null then 'not_crawled'
            when home_page.unread_reason is not null then home_page.unread_reason
            -- what a script or a frame brings only a browser shows
            when not mark.is_entry then 'needs_browser'
        end as unread_reason
    from assessed
    left join home_of_day as home_page using (subject_id, day)
    left join mark
        on
            home_page.subject_id = mark.subject_id
            and home_page.day = mark.day
            and home_page.url = mark.page_url
)

select
    subject_id,
    day,
    case
        when unread_reason is null then (is_bare or entry_site_code is distinct from site_code)::integer::numeric
    end as value,
    is_present::integer::bigint as sample_count,
    unread_reason as unknown_reason,
    case
        when snapshot_id is null then '[]'
        else jsonb_build_array(
            jsonb_build_object(
                'kind', 'snapshot',
                'id', snapshot_id,
                'note', case
                    when not is_present then 'no entry'
                    when is_bare then concat('host=', host)
                    else concat('site_code=', entry_site_code)
                end
            )
        )
    end as evidence
from entry;
