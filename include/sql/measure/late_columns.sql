-- 栏目不更新: columns late by the period of their class, of the classes and levels that the indicator names.
-- News columns owe an update in weeks, notices and policies in months, the rest in a year. A column
-- without any date is late; a blank one (空白栏目) is counted elsewhere.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.column_state, staging.site_column,
--          staging.late_on
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), news_days, document_months, yearly_months,
--          classes, document_depth_at_most, limit_value
-- value:   late columns among those that could be read
-- unknown: page_blocked, needs_browser, not_crawled; only where the unread columns could make it fail
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

held as ( -- columns that are late or could not be read, and for how long
    select
        subject_id,
        case when is_blank is null then coalesce(staging.unread_reason(read_state), 'not_crawled') end as unread_reason,
        greatest(
            day,
            %(from_day)s,
            case
                when not is_blank
                    then staging.late_on(class, newest_item_on, %(news_days)s, %(document_months)s, %(yearly_months)s)
            end
        ) as first_day,
        least(last_day, %(to_day)s::date - 1) as last_day
    from staging.column_state
    where
        day >= date_trunc('month', %(from_day)s::date)::date
        and day < %(to_day)s
        and last_day >= %(from_day)s
        and is_blank is not true
        and class = any(%(classes)s)
        and (class not in ('notice', 'policy') or depth <= %(document_depth_at_most)s)
),

counted as (
    select
        held.subject_id,
        held.first_day + later.days as day,
        count(*) filter (where held.unread_reason is null) as late_count,
        count(held.unread_reason) as unread_count,
        max(held.unread_reason) as unread_reason
    from held
    cross join generate_series(0, held.last_day - held.first_day) as later (days)
    group by held.subject_id, held.first_day + later.days
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(counted.late_count, 0)::numeric as value,
    (
        select count(*)
        from staging.column_state as state
        where
            state.subject_id = assessed.subject_id
            and state.day >= date_trunc('month', assessed.day)::date
            and state.day <= assessed.day
            and state.last_day >= assessed.day
            and state.is_blank is not null
            and state.class = any(%(classes)s)
            and (state.class not in ('notice', 'policy') or state.depth <= %(document_depth_at_most)s)
    ) as sample_count,
    case
        when counted.late_count >= %(limit_value)s then null
        when counted.late_count + counted.unread_count >= %(limit_value)s then counted.unread_reason
        when
            counted.subject_id is null
            and (home.subject_id is null or home.unread_reason is not null)
            and not exists (
                select 1
                from staging.column_state as state
                where
                    state.subject_id = assessed.subject_id
                    and state.day >= date_trunc('month', assessed.day)::date
                    and state.day <= assessed.day
                    and state.last_day >= assessed.day
                    and state.class = any(%(classes)s)
                    and (state.class not in ('notice', 'policy') or state.depth <= %(document_depth_at_most)s)
            )
            then coalesce(home.unread_reason, 'not_crawled')
    end as unknown_reason,
    case
        when counted.late_count > 0
            then (
                select jsonb_agg(jsonb_build_object('kind', 'snapshot', 'id', proof.snapshot_id, 'note', proof.note))
                from (
                    select
                        coalesce(as_read.snapshot_id, state.snapshot_id) as snapshot_id,
                        concat_ws(' ', state.name, state.newest_item_on) as note
                    from staging.column_state as state
                    left join staging.site_column as as_read
                        on
                            state.subject_id = as_read.subject_id
                            and as_read.day = assessed.day
                            and state.url = as_read.url
                    where
                        state.subject_id = assessed.subject_id
                        and state.day >= date_trunc('month', assessed.day)::date
                        and state.day <= assessed.day
                        and state.last_day >= assessed.day
                        and not state.is_blank
                        and state.class = any(%(classes)s)
                        and (state.class not in ('notice', 'policy') or state.depth <= %(document_depth_at_most)s)
                        and staging.late_on(
                            state.class, state.newest_item_on, %(news_days)s, %(document_months)s, %(yearly_months)s
                        ) <= assessed.day
                    order by state.newest_item_on asc nulls first, state.url asc
                    limit 20
                ) as proof
            )
        else '[]'
    end as evidence
from assessed
left join counted using (subject_id, day)
left join home_of_day as home using (subject_id, day);
