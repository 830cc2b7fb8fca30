-- Columns (栏目) on the days asked: as read, and on days on which one was not read, as the looks before and after tell.
-- A later look tells of every day down to its oldest entry: an entry of the third was there on the fourth. What two
-- looks found blank was blank between them. A day of which no later look tells has the state of the look before, and
-- `may_be_newer`: what was there stays proof that the column is not late yet, and none that it is, or that it is blank.
-- `read_on` is the day of the look that tells.
-- needs: staging/column_state staging/functions/entry_days
create or replace function staging.told_columns(for_observer text, from_day date, to_day date)
returns table (
    subject_id text,
    url text,
    day date,
    last_day date,
    snapshot_id text,
    name text,
    class text,
    depth integer,
    read_state text,
    is_blank boolean,
    newest_item_on date,
    read_on date,
    may_be_newer boolean
)
language sql stable parallel safe
as $$
    select
        state.subject_id,
        state.url,
        state.day,
        state.last_day,
        state.snapshot_id,
        state.name,
        state.class,
        state.depth,
        state.read_state,
        state.is_blank,
        state.newest_item_on,
        state.day,
        false
    from staging.column_state as state
    where
        state.observer_id = for_observer
        -- no row crosses the end of a month
        and state.day >= date_trunc('month', from_day)::date
        and state.day < to_day
        and state.last_day >= from_day
        and state.is_blank is not null
    union all
    select
        state.subject_id,
        state.url,
        piece.first_on,
        piece.last_on,
        coalesce(later.snapshot_id, earlier.snapshot_id),
        state.name,
        state.class,
        state.depth,
        state.read_state,
        case when piece.entry_on is null then earlier.is_blank else false end,
        greatest(case when not earlier.is_blank then earlier.newest_item_on end, piece.entry_on),
        coalesce(later.day, earlier.last_day, state.day),
        case
            when later.is_blank then coalesce(not earlier.is_blank, true)
            -- neither look found a day in it
            when later.newest_item_on is null and earlier.newest_item_on is null
                then coalesce(later.is_blank or earlier.is_blank, true)
            else piece.entry_on is null
        end
    from staging.column_state as state
    left join lateral (
        select
            before.day,
            before.last_day,
            before.is_blank,
            before.newest_item_on,
            before.snapshot_id
        from staging.column_state as before
        where
            before.observer_id = for_observer
            and before.subject_id = state.subject_id
            and before.url = state.url
            and before.day < state.day
            and before.day >= state.day - 100
            and before.is_blank is not null
        order by before.day desc
        limit 1
    ) as earlier on true
    left join lateral (
        select
            after.day,
            after.is_blank,
            after.newest_item_on,
            after.snapshot_id
        from staging.column_state as after
        where
            after.observer_id = for_observer
            and after.subject_id = state.subject_id
            and after.url = state.url
            and after.day > state.last_day
            and after.day <= state.last_day + 100
            and after.is_blank is not null
        order by after.day asc
        limit 1
    ) as later on true
    cross join lateral (
        select
            begin_on as first_on,
            coalesce(lead(begin_on) over (order by begin_on) - 1, state.last_day) as last_on,
            max(entry_on) over (order by begin_on) as entry_on
        from (
            select
                greatest(told.entry_on, state.day) as begin_on,
                max(told.entry_on) as entry_on
            from (
                select state.day as begin_on, null::date as entry_on
                union all
                select entry.entry_on, entry.entry_on
                from staging.entry_days(for_observer, state.subject_id, state.url, later.day) as entry
                where not later.is_blank and entry.entry_on <= state.last_day
            ) as told
            group by greatest(told.entry_on, state.day)
        ) as begun
    ) as piece
    where
        state.observer_id = for_observer
        and state.day >= date_trunc('month', from_day)::date
        and state.day < to_day
        and state.last_day >= from_day
        and state.is_blank is null
$$;

comment on function staging.told_columns(text, date, date) is
'Columns (栏目) on the days asked, as read or as the looks before and after tell';
