-- 首页不更新: days since the newest dated item on the home page.
-- Home page not updated. A home page that is only a way in (导航) speaks by its registry columns of news, notices and
-- documents. Where it prints no
-- date, its entries speak by their articles; what was not read is not absent.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.column_state,
--          staging.newest_entry_on, staging.has_unread_entries
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), limit_value
-- value:   days; 9999 where nothing carries a date, and the articles of all entries were read and bear none
-- unknown: page_blocked, needs_browser, not_crawled, no_date_read
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

second_level as (
    select
        home.subject_id,
        home.day,
        max(state.newest_item_on) as newest_item_on,
        coalesce(
            max(staging.unread_reason(state.read_state)),
            max('no_date_read') filter (
                where
                state.newest_item_on is null
                and state.is_blank is not true
                and staging.has_unread_entries(state.observer_id, state.subject_id, state.url, state.day)
            )
        ) as unread_reason
    from home_of_day as home
    inner join staging.column_state as state
        on
            state.observer_id = %(observer_id)s
            and home.subject_id = state.subject_id
            and state.day >= date_trunc('month', home.day)::date
            and home.day >= state.day
            and home.day <= state.last_day
    where
        coalesce(home.item_count, 0) = 0
        and home.newest_item_on is null
        and state.source = 'registry'
        -- visitors' letters, services and what stands as it is are no news of the site
        and state.class in ('news', 'notice', 'policy', 'interpretation')
    group by home.subject_id, home.day
),

listed as ( -- what the articles say for a home page that prints no date
    select
        subject_id,
        day,
        staging.newest_entry_on(%(observer_id)s, subject_id, url, day) as newest_item_on,
        staging.has_unread_entries(%(observer_id)s, subject_id, url, day) as has_unread
    from home_of_day
    where newest_item_on is null and item_count > 0
),

age as (
    select
        assessed.subject_id,
        assessed.day,
        home.snapshot_id,
        coalesce(home.newest_item_on, listed.newest_item_on, second_level.newest_item_on) as newest_item_on,
        case
            when home.subject_id is null then 'not_crawled'
            when home.unread_reason is not null then home.unread_reason
            -- its entries stand where only a browser sees them
            when home.item_count is null and home.newest_item_on is null then 'needs_browser'
            when
                coalesce(home.item_count, 0) = 0
                and home.newest_item_on is null
                and second_level.subject_id is null
                then 'not_crawled'
        end as unread_reason,
        -- a column or an entry that could not be read may be the one that was updated
        coalesce(case when listed.has_unread then 'no_date_read' end, second_level.unread_reason) as doubt
    from assessed
    left join home_of_day as home using (subject_id, day)
    left join second_level using (subject_id, day)
    left join listed using (subject_id, day)
),

measured as (
    select
        subject_id,
        day,
        snapshot_id,
        newest_item_on,
        unread_reason,
        doubt,
        case
            when unread_reason is not null then null
            when newest_item_on is null and doubt is not null then null
            when newest_item_on is null then 9999
            else greatest(day - newest_item_on, 0)
        end as value
    from age
)

select
    subject_id,
    day,
    value::numeric as value,
    (unread_reason is null)::integer::bigint as sample_count,
    coalesce(unread_reason, case when value >= %(limit_value)s or value is null then doubt end) as unknown_reason,
    case
        when snapshot_id is null then '[]'
        else jsonb_build_array(
            jsonb_build_object('kind', 'snapshot', 'id', snapshot_id, 'note', coalesce(newest_item_on::text, ''))
        )
    end as evidence
from measured;
