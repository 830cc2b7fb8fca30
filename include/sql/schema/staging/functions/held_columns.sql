-- Columns (栏目) that an indicator looks at and that stood on some of the days: blank ones where it counts these, and
-- those of the classes that owe it an update. `counts_from` is the first of the days on which one is at fault, or
-- could not be read, for which there is an `unread_reason`; null where neither. A column that prints no date is late
-- by the dates of its articles; as long as an entry whose article nobody read may be newer than they, it is unread.
-- Such a column may be two rows, one for the days before it is late for certain.
-- Sql in one statement, as all below: the planner opens it where it is asked, for one site's day or a quarter's.
-- needs: staging/column_state staging/column_gap staging/site_column staging/functions/late_on
-- needs: staging/functions/unread_reason staging/functions/unread_entries_until
create or replace function staging.held_columns(
    for_observer text,
    from_day date,
    to_day date,
    counts_blank boolean,
    late_classes text[],
    document_depth_at_most integer,
    news_days integer,
    document_months integer,
    yearly_months integer
)
returns table (
    subject_id text,
    url text,
    snapshot_id text,
    name text,
    newest_item_on date,
    unread_reason text,
    counts_from date,
    last_day date
)
language sql stable parallel safe
as $$
    select
        state.subject_id,
        state.url,
        state.snapshot_id,
        state.name,
        state.newest_item_on,
        part.unread_reason,
        part.counts_from,
        part.last_day
    from (
        select
            subject_id,
            url,
            day,
            last_day,
            snapshot_id,
            name,
            class,
            depth,
            read_state,
            is_blank,
            newest_item_on,
            day as read_on,
            false as may_be_newer
        from staging.column_state
        where
            observer_id = for_observer
            -- no row crosses the end of a month
            and day >= date_trunc('month', from_day)::date
            and day < to_day
            and last_day >= from_day
            and is_blank is not null
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
            read_state,
            is_blank,
            newest_item_on,
            read_on,
            may_be_newer
        from staging.column_gap
        where observer_id = for_observer and day >= from_day and day < to_day
    ) as state
    cross join
        lateral (
            values (
                state.class = any(late_classes)
                and (
                    state.class not in ('notice', 'policy')
                    or coalesce(state.depth <= document_depth_at_most, true)
                )
            )
        ) as owing (owes_update)
    cross join
        lateral (
            values (
                case
                    when owing.owes_update
                        then staging.late_on(
                            state.class, state.newest_item_on, news_days, document_months, yearly_months
                        )
                end
            )
        ) as late (late_on)
    cross join
        lateral (
            select
                least(state.last_day, to_day - 1) as last_day,
                case
                    when state.is_blank is null or (state.is_blank and counts_blank) then greatest(state.day, from_day)
                    when not state.is_blank and owing.owes_update then greatest(state.day, from_day, late.late_on)
                end as counts_from,
                case
                    when
                        state.is_blank is null
                        or (
                            state.may_be_newer
                            and (
                                (state.is_blank and counts_blank)
                                or (not state.is_blank and late.late_on <= least(state.last_day, to_day - 1))
                            )
                        )
                        then coalesce(staging.unread_reason(state.read_state), 'not_crawled')
                end as unread_reason,
                case -- late for certain, though entries were not read; null where the dates are printed
                    when
                        not state.is_blank
                        and late.late_on <= least(state.last_day, to_day - 1)
                        and (
                            state.newest_item_on is null
                            or exists (
                                select 1
                                from staging.site_column as printed
                                where
                                    printed.observer_id = for_observer
                                    and printed.subject_id = state.subject_id
                                    and printed.day = state.read_on
                                    and printed.url = state.url
                                    and printed.newest_item_on is null
                            )
                        )
                        then staging.late_on(
                            state.class,
                            greatest(
                                state.newest_item_on,
                                staging.unread_entries_until(
                                    for_observer, state.subject_id, state.url, state.read_on
                                )
                            ),
                            news_days,
                            document_months,
                            yearly_months
                        )
                end as sure_on
            offset 0 -- told once, not in each of its uses below
        ) as told
    cross join
        lateral (
            values
            (true, 'no_date_read', told.counts_from, least(told.last_day, told.sure_on - 1)),
            (
                false,
                told.unread_reason,
                case
                    when told.unread_reason is null then greatest(told.counts_from, told.sure_on)
                    else told.counts_from
                end,
                told.last_day
            )
        ) as part (is_doubt, unread_reason, counts_from, last_day)
    where
        (counts_blank or owing.owes_update)
        and case
            when part.is_doubt then told.unread_reason is null and told.sure_on > told.counts_from
            else told.unread_reason is not null or coalesce(told.sure_on <= told.last_day, true)
        end
$$;

comment on function staging.held_columns(text, date, date, boolean, text[], integer, integer, integer, integer) is
'Columns (栏目) that an indicator looks at and that stood on some of the days, with since when each is at fault';
