-- 空白栏目: columns without any content.
-- Blank columns, of any class and level.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, home_of_day (temporary), staging.column_state, staging.site_column
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), limit_value
-- value:   blank columns among those that could be read
-- unknown: page_blocked, needs_browser, not_crawled; only where the unread columns could make it fail
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

held as ( -- columns that are blank or could not be read, and for how long
    select
        subject_id,
        case when is_blank is null then coalesce(staging.unread_reason(read_state), 'not_crawled') end as unread_reason,
        greatest(day, %(from_day)s) as first_day,
        least(last_day, %(to_day)s::date - 1) as last_day
    from staging.column_state
    where
        day >= date_trunc('month', %(from_day)s::date)::date
        and day < %(to_day)s
        and last_day >= %(from_day)s
        and is_blank is not false
),

counted as (
    select
        held.subject_id,
        held.first_day + later.days as day,
        count(*) filter (where held.unread_reason is null) as blank_count,
        count(held.unread_reason) as unread_count,
        max(held.unread_reason) as unread_reason
    from held
    cross join generate_series(0, held.last_day - held.first_day) as later (days)
    group by held.subject_id, held.first_day + later.days
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(counted.blank_count, 0)::numeric as value,
    (
        select count(*)
        from staging.column_state as state
        where
            state.subject_id = assessed.subject_id
            and state.day >= date_trunc('month', assessed.day)::date
            and state.day <= assessed.day
            and state.last_day >= assessed.day
            and state.is_blank is not null
    ) as sample_count,
    case
        when counted.blank_count >= %(limit_value)s then null
        when counted.blank_count + counted.unread_count >= %(limit_value)s then counted.unread_reason
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
            )
            then coalesce(home.unread_reason, 'not_crawled')
    end as unknown_reason,
    case
        when counted.blank_count > 0
            then (
                select jsonb_agg(jsonb_build_object('kind', 'snapshot', 'id', proof.snapshot_id, 'note', proof.note))
                from (
                    select
                        coalesce(as_read.snapshot_id, state.snapshot_id) as snapshot_id,
                        state.name as note
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
                        and state.is_blank
                    order by state.url
                    limit 20
                ) as proof
            )
        else '[]'
    end as evidence
from assessed
left join counted using (subject_id, day)
left join home_of_day as home using (subject_id, day);
