-- 首页不更新: days since the newest dated item on the home page.
-- Home page not updated. A home page that is only a way in (导航) speaks by its columns of news, notices and documents:
-- those of the registry, else those that its menu names. Where it prints no date, its entries speak by their articles;
-- what was not read is not absent, but what stood there long ago is no update.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.column_state, staging.column_gap,
--          staging.newest_entry_on, staging.unread_entries_until
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), limit_value, columns_at_least
-- value:   days; 9999 where nothing carries a date, and the articles of all entries were read and bear none
-- unknown: page_blocked, needs_browser, not_crawled, no_date_read, columns_not_found
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

way_in as (
    select
        subject_id,
        day
    from home_of_day
    where coalesce(item_count, 0) = 0 and newest_item_on is null
),

behind as ( -- the columns behind a way in, as they were on the day, or as the looks around it tell
    select
        way_in.subject_id,
        way_in.day,
        state.url,
        state.class,
        state.source,
        coalesce(state.is_blank, gap.is_blank) as is_blank,
        coalesce(state.newest_item_on, gap.newest_item_on) as newest_item_on,
        coalesce(gap.read_on, state.day) as read_on,
        case
            when state.is_blank is null and gap.may_be_newer is not false
                then coalesce(staging.unread_reason(state.read_state), 'not_crawled')
        end as unread_reason,
        -- the registry's columns are those that count, where it names any
        state.source = 'registry' or not bool_or(state.source = 'registry') over by_site as counts,
        count(*) over by_site as column_count
    from way_in
    inner join staging.column_state as state
        on
            state.observer_id = %(observer_id)s
            and way_in.subject_id = state.subject_id
            and state.day >= date_trunc('month', way_in.day)::date
            and way_in.day >= state.day
            and way_in.day <= state.last_day
    left join staging.column_gap as gap
        on
            gap.observer_id = %(observer_id)s
            and way_in.subject_id = gap.subject_id
            and way_in.day = gap.day
            and state.url = gap.url
            and state.is_blank is null
    window by_site as (partition by way_in.subject_id, way_in.day)
),

second_level as (
    select
        subject_id,
        day,
        max(newest_item_on) as newest_item_on,
        coalesce(
            max(unread_reason),
            max('no_date_read') filter (
                where
                is_blank is not true
                and newest_item_on is null
                and staging.unread_entries_until(%(observer_id)s, subject_id, url, read_on) is not null
            ),
            -- a menu that was hardly read may hold more, and so may one that named more in these weeks
            case
                when
                    bool_and(source <> 'registry')
                    and (
                        max(column_count) < %(columns_at_least)s
                        or exists (
                            select 1
                            from staging.column_state as other
                            where
                                other.observer_id = %(observer_id)s
                                and other.subject_id = behind.subject_id
                                and other.class in ('news', 'notice', 'policy', 'interpretation')
                                and other.day between behind.day - 31 and behind.day + 31
                                and other.url <> all(array_agg(behind.url))
                        )
                    )
                    then 'columns_not_found'
            end
        ) as unread_reason
    from behind
    where
        counts
        -- visitors' letters, services and what stands as it is are no news of the site
        and class in ('news', 'notice', 'policy', 'interpretation')
    group by subject_id, day
),

listed as ( -- what the articles say for a home page that prints no date
    select
        subject_id,
        day,
        staging.newest_entry_on(%(observer_id)s, subject_id, url, day) as newest_item_on,
        staging.unread_entries_until(%(observer_id)s, subject_id, url, day) as unread_until
    from home_of_day
    where newest_item_on is null and item_count > 0
),

age as (
    select
        assessed.subject_id,
        assessed.day,
        home.snapshot_id,
        coalesce(
            home.newest_item_on,
            -- at the latest, where that is late already
            case
                when listed.unread_until <= assessed.day - %(limit_value)s::integer
                    then greatest(listed.newest_item_on, listed.unread_until)
                else listed.newest_item_on
            end,
            second_level.newest_item_on
        ) as newest_item_on,
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
        case
            when listed.unread_until > assessed.day - %(limit_value)s::integer then 'no_date_read'
            else second_level.unread_reason
        end as doubt
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
