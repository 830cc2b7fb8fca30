-- 其他栏目: blank columns, and late ones of the classes that no other deduction counts (no fault costs twice).
-- Residual columns. Source: 国办秘函〔2019〕19号, scoring rule R7.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, staging.home_page, staging.site_column
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), document_months, yearly_months,
--          classes, limit_value
-- value:   blank or late columns among those that could be read
-- unknown: page_blocked, needs_browser, not_crawled; only where the unread columns could make it fail
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

judged_column as (
    select
        subject_id,
        day,
        url,
        snapshot_id,
        name,
        newest_item_on,
        case when is_blank is null then coalesce(staging.unread_reason(read_state), 'not_crawled') end as unread_reason,
        case
            when is_blank then true
            when is_blank is null then null
            when class <> all(%(classes)s) then false
            when class = 'notice'
                then coalesce(newest_item_on + make_interval(months => %(document_months)s) <= day, true)
            else coalesce(newest_item_on + make_interval(months => %(yearly_months)s) <= day, true)
        end as is_found
    from staging.site_column
    where day >= %(from_day)s and day < %(to_day)s
),

counted as (
    select
        subject_id,
        day,
        count(*) filter (where is_found) as found_count,
        count(*) filter (where is_found is not null) as read_count,
        count(*) filter (where is_found is null) as unread_count,
        max(unread_reason) as unread_reason,
        jsonb_agg(
            jsonb_build_object('kind', 'snapshot', 'id', snapshot_id, 'note', concat_ws(' ', name, newest_item_on))
            order by newest_item_on asc nulls first, url asc
        ) filter (where is_found) as evidence
    from judged_column
    group by subject_id, day
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(counted.found_count, 0)::numeric as value,
    coalesce(counted.read_count, 0) as sample_count,
    case
        when counted.found_count >= %(limit_value)s then null
        when counted.found_count + counted.unread_count >= %(limit_value)s then counted.unread_reason
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
