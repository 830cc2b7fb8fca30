-- 空白栏目: columns without any content.
-- Blank columns, of any class and level.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, staging.home_page, staging.site_column
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), limit_value
-- value:   blank columns among those that could be read
-- unknown: page_blocked, needs_browser, not_crawled; only where the unread columns could make it fail
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

counted as (
    select
        subject_id,
        day,
        count(*) filter (where is_blank) as blank_count,
        count(*) filter (where is_blank is not null) as read_count,
        count(*) filter (where is_blank is null) as unread_count,
        max(coalesce(staging.unread_reason(read_state), 'not_crawled')) filter (where is_blank is null)
            as unread_reason,
        jsonb_agg(jsonb_build_object('kind', 'snapshot', 'id', snapshot_id, 'note', name) order by url)
        filter (where is_blank) as evidence
    from staging.site_column
    where day >= %(from_day)s and day < %(to_day)s
    group by subject_id, day
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(counted.blank_count, 0)::numeric as value,
    coalesce(counted.read_count, 0) as sample_count,
    case
        when counted.blank_count >= %(limit_value)s then null
        when counted.blank_count + counted.unread_count >= %(limit_value)s then counted.unread_reason
        when counted.subject_id is null then staging.unread_reason(coalesce(home.read_state, 'not_crawled'))
    end as unknown_reason,
    jsonb_path_query_array(coalesce(counted.evidence, '[]'), '$[0 to 19]') as evidence
from assessed
left join counted using (subject_id, day)
left join staging.home_page as home
    on
        assessed.subject_id = home.subject_id
        and assessed.day = home.day
        and home.day >= %(from_day)s
        and home.day < %(to_day)s;
