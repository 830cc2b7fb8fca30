-- How many of them are at fault on each day of each running site, with what the measures of columns make of it.
-- `unread_reason` is given where the columns that could not be read could make it fail, and where the registry names
-- no column and fewer than `columns_at_least` were found: a menu that nobody read may hold more. `is_without_columns`
-- where nobody saw a column that the indicator looks at.
-- needs: mart/functions/running_subjects staging/column_state staging/functions/held_columns staging/site_column
create or replace function staging.column_faults(
    for_jurisdiction text,
    for_observer text,
    from_day date,
    to_day date,
    limit_value numeric,
    columns_at_least integer,
    counts_blank boolean,
    late_classes text[] default '{}',
    document_depth_at_most integer default null,
    news_days integer default null,
    document_months integer default null,
    yearly_months integer default null
)
returns table (
    subject_id text,
    day date,
    fault_count numeric,
    sample_count bigint,
    unread_reason text,
    is_without_columns boolean,
    evidence jsonb
)
language sql stable parallel safe
as $$
    select
        assessed.subject_id,
        assessed.day,
        coalesce(counted.fault_count, 0)::numeric,
        (
            select count(*)
            from
                staging.held_columns(
                    for_observer, assessed.day, assessed.day + 1, counts_blank, late_classes,
                    document_depth_at_most, news_days, document_months, yearly_months
                ) as held
            where held.subject_id = assessed.subject_id and held.unread_reason is null
        ),
        case
            when counted.fault_count >= limit_value then null
            when counted.fault_count + counted.unread_count >= limit_value then counted.unread_reason
            when known.registered_days @> assessed.day then null
            when
                coalesce(
                    (
                        select bool_and(found.source <> 'registry') and count(*) < columns_at_least
                        from staging.site_column as found
                        where
                            found.observer_id = for_observer
                            and found.subject_id = assessed.subject_id
                            and found.day = assessed.day
                    ),
                    true
                )
                then 'columns_not_found'
        end,
        counted.subject_id is null
        and not exists (
            select 1
            from
                staging.held_columns(
                    for_observer, assessed.day, assessed.day + 1, counts_blank, late_classes,
                    document_depth_at_most, news_days, document_months, yearly_months
                ) as held
            where held.subject_id = assessed.subject_id
        ),
        case
            when counted.fault_count > 0
                then (
                    select
                        jsonb_agg(
                            jsonb_build_object(
                                'kind', 'snapshot',
                                'id', coalesce(as_read.snapshot_id, held.snapshot_id),
                                'note', concat_ws(' ', held.name, held.newest_item_on),
                                'place', held.url
                            )
                            order by held.newest_item_on asc nulls first, held.url asc
                        )
                    from
                        staging.held_columns(
                            for_observer, assessed.day, assessed.day + 1, counts_blank, late_classes,
                            document_depth_at_most, news_days, document_months, yearly_months
                        ) as held
                    left join staging.site_column as as_read
                        on
                            as_read.observer_id = for_observer
                            and held.subject_id = as_read.subject_id
                            and as_read.day = assessed.day
                            and held.url = as_read.url
                    where
                        held.subject_id = assessed.subject_id
                        and held.unread_reason is null
                        and held.counts_from <= held.last_day
                )
            else '[]'
        end
    from mart.running_subjects(for_jurisdiction, 'site', from_day, to_day) as assessed
    left join (
        select
            held.subject_id,
            from_day + asked.number as day,
            coalesce(sum(held.column_count) filter (where held.unread_reason is null), 0) as fault_count,
            coalesce(sum(held.column_count) filter (where held.unread_reason is not null), 0) as unread_count,
            max(held.unread_reason) as unread_reason
        from ( -- those alike together: what is asked of each is asked once, and not of every day
            select
                found.subject_id,
                found.counts_from,
                found.last_day,
                found.unread_reason,
                count(*) as column_count
            from
                staging.held_columns(
                    for_observer, from_day, to_day, counts_blank, late_classes,
                    document_depth_at_most, news_days, document_months, yearly_months
                ) as found
            where found.counts_from <= found.last_day
            group by found.subject_id, found.counts_from, found.last_day, found.unread_reason
        ) as held
        -- days that the planner can count: of a series for each row it would expect a thousand
        inner join generate_series(0, to_day - from_day - 1) as asked (number)
            on from_day + asked.number >= held.counts_from and from_day + asked.number <= held.last_day
        group by held.subject_id, asked.number
    ) as counted
        on assessed.subject_id = counted.subject_id and assessed.day = counted.day
    left join (
        select
            state.subject_id,
            range_agg(daterange(state.day, state.last_day, '[]')) as registered_days
        from staging.column_state as state
        where
            state.observer_id = for_observer
            and state.source = 'registry'
            -- no row crosses the end of a month
            and state.day >= date_trunc('month', from_day)::date
            and state.day < to_day
            and state.last_day >= from_day
        group by state.subject_id
    ) as known on assessed.subject_id = known.subject_id
$$;

comment on function staging.column_faults(
    text, text, date, date, numeric, integer, boolean, text[], integer, integer, integer, integer
) is 'Columns (栏目) at fault by running site and day, with evidence: what the measures of columns count';
