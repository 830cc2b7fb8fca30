-- Days of the entries of a list as read on a day: those printed beside them, else those of their articles, read on any
-- day up to it.
-- needs: staging/item staging/page
create or replace function staging.entry_days(
    for_observer text, for_subject text, for_url text, for_day date
)
returns table (entry_on date)
language sql stable parallel safe
as $$
    select coalesce(entry.published_on, article.published_on)
    from staging.item as entry
    left join lateral (
        select as_read.published_on
        from staging.page as as_read
        where
            as_read.observer_id = for_observer
            and as_read.subject_id = for_subject
            and as_read.url = entry.url
            and as_read.day <= for_day
            and as_read.kind = 'article'
            and as_read.published_source <> 'first_seen'
        order by as_read.day desc
        limit 1
    ) as article on entry.published_on is null
    where
        entry.observer_id = for_observer
        and entry.subject_id = for_subject
        and entry.day = for_day
        and entry.column_url = for_url
        and coalesce(entry.published_on, article.published_on) <= for_day
$$;

comment on function staging.entry_days(text, text, text, date) is
'Days of the entries of a list as read on a day: printed, or of their articles as far as they were read up to it';
