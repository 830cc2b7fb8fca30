-- Columns (栏目) on days on which they were not read, as the looks before and after tell. A later look tells of every day
-- down to its oldest entry: an entry of the third was there on the fourth. What two looks found blank was blank between
-- them. A day of which no later look tells has the state of the look before, and `may_be_newer`.
-- The rows of these days that stood before are gone (judge.py).
-- grain:  one row per column and day of the days asked on which it was not read
-- reads:  staging.column_state, staging.entry_days
-- writes: staging.column_gap
-- params: observer_id, from_day, to_day (dates; end exclusive), reach_days (how far apart looks may be)
with unread as (
    select
        subject_id,
        url,
        name,
        class,
        depth,
        read_state,
        greatest(day, %(from_day)s::date) as first_on,
        least(last_day, %(to_day)s::date - 1) as last_on
    from staging.column_state
    where
        observer_id = %(observer_id)s
        -- no row crosses the end of a month
        and day >= date_trunc('month', %(from_day)s::date)::date
        and day < %(to_day)s
        and last_day >= %(from_day)s
        and is_blank is null
),

between_looks as (
    select
        unread.*,
        earlier.last_day as earlier_on,
        earlier.snapshot_id as earlier_snapshot_id,
        earlier.is_blank as was_blank,
        earlier.newest_item_on as was_newest_on,
        later.day as later_on,
        later.snapshot_id as later_snapshot_id,
        later.is_blank as is_later_blank,
        later.newest_item_on as later_newest_on
    from unread
    left join lateral (
        select
            state.last_day,
            state.is_blank,
            state.newest_item_on,
            state.snapshot_id
        from staging.column_state as state
        where
            state.observer_id = %(observer_id)s
            and state.subject_id = unread.subject_id
            and state.url = unread.url
            and state.day < unread.first_on
            and state.day >= unread.first_on - %(reach_days)s::integer
            and state.is_blank is not null
        order by state.day desc
        limit 1
    ) as earlier on true
    left join lateral (
        select
            state.day,
            state.is_blank,
            state.newest_item_on,
            state.snapshot_id
        from staging.column_state as state
        where
            state.observer_id = %(observer_id)s
            and state.subject_id = unread.subject_id
            and state.url = unread.url
            and state.day > unread.last_on
            and state.day <= unread.last_on + %(reach_days)s::integer
            and state.is_blank is not null
        order by state.day asc
        limit 1
    ) as later on true
),

told as (
    select
        between_looks.*,
        begun.first_on as told_from,
        coalesce(
            lead(begun.first_on) over (
                partition by between_looks.subject_id, between_looks.url, between_looks.first_on order by begun.first_on
            ) - 1,
            between_looks.last_on
        ) as told_until,
        begun.entry_on
    from between_looks
    cross join lateral (
        select
            greatest(entry.entry_on, between_looks.first_on) as first_on,
            max(entry.entry_on) as entry_on
        from (
            select null::date as entry_on
            union all
            select listed.entry_on
            from
                staging.entry_days(
                    %(observer_id)s, between_looks.subject_id, between_looks.url, between_looks.later_on
                ) as listed
            where not between_looks.is_later_blank and listed.entry_on <= between_looks.last_on
        ) as entry
        group by greatest(entry.entry_on, between_looks.first_on)
    ) as begun
)

insert into staging.column_gap (
    observer_id, subject_id, url, day, snapshot_id, name, class, depth, read_state, is_blank, newest_item_on, read_on,
    may_be_newer
)
select
    %(observer_id)s,
    subject_id,
    url,
    asked.day::date,
    coalesce(later_snapshot_id, earlier_snapshot_id) as snapshot_id,
    name,
    class,
    depth,
    read_state,
    case when entry_on is null then was_blank else false end as is_blank,
    greatest(case when not was_blank then was_newest_on end, entry_on) as newest_item_on,
    coalesce(later_on, earlier_on, asked.day::date) as read_on,
    case
        when is_later_blank then coalesce(not was_blank, true)
        -- neither look found a day in it
        when later_newest_on is null and was_newest_on is null then coalesce(is_later_blank or was_blank, true)
        else entry_on is null
    end as may_be_newer
from told
cross join lateral generate_series(told_from, told_until, interval '1 day') as asked (day);
