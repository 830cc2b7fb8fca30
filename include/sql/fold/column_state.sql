-- Columns (栏目) as changes: days on which a column was the same are one row, and none crosses the end of a month.
-- What stands for the days asked and beside them is taken out, cut where the days begin and end, and put back
-- together with what was read. So the days and states are the same in whatever order days are folded.
-- grain:  one row per column and days on which it was the same; `snapshot_id` is of one of the days
-- reads:  staging.site_column, staging.newest_entry_on
-- writes: staging.column_state
-- params: observer_id, from_day, to_day (dates; end exclusive)
with standing as (
    delete from staging.column_state
    where
        observer_id = %(observer_id)s
        and day >= date_trunc('month', %(from_day)s::date)::date
        and day <= %(to_day)s
        and last_day >= %(from_day)s::date - 1
    returning *
),

piece as (
    select
        standing.subject_id,
        standing.url,
        part.day,
        part.last_day,
        standing.snapshot_id,
        standing.name,
        standing.class,
        standing.depth,
        standing.source,
        standing.read_state,
        standing.is_blank,
        standing.newest_item_on
    from standing
    cross join
        lateral (
            values
            (standing.day, least(standing.last_day, %(from_day)s::date - 1)),
            (greatest(standing.day, %(to_day)s), standing.last_day)
        ) as part (day, last_day)
    where part.day <= part.last_day
    union all
    select
        subject_id,
        url,
        day,
        day as last_day,
        snapshot_id,
        name,
        class,
        depth,
        source,
        read_state,
        is_blank,
        case -- a list that prints no date has those of its articles
            when newest_item_on is null and not is_blank
                then staging.newest_entry_on(observer_id, subject_id, url, day)
            else newest_item_on
        end as newest_item_on
    from staging.site_column
    where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s
),

compared as (
    select
        *,
        coalesce(
            day = lag(last_day) over by_day + 1
            and extract(day from day) <> 1
            and row(name, class, depth, source, read_state, is_blank, newest_item_on)
            is not distinct from
            lag(row(name, class, depth, source, read_state, is_blank, newest_item_on)) over by_day,
            false
        ) as is_same
    from piece
    window by_day as (partition by subject_id, url order by day)
),

numbered as (
    select
        *,
        count(*) filter (where not is_same) over (partition by subject_id, url order by day) as run_number
    from compared
)

insert into staging.column_state (
    observer_id, subject_id, url, day, last_day, snapshot_id, name, class, depth, source, read_state, is_blank,
    newest_item_on
)
select
    %(observer_id)s,
    subject_id,
    url,
    min(day) as day,
    max(last_day) as last_day,
    (array_agg(snapshot_id order by day))[1] as snapshot_id,
    name,
    class,
    depth,
    source,
    read_state,
    is_blank,
    newest_item_on
from numbered
group by subject_id, url, run_number, name, class, depth, source, read_state, is_blank, newest_item_on;
