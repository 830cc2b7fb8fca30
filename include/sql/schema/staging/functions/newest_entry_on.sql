-- Newest day of the entries of a list that prints none, as read on a day: of their articles, read on any day up to it.
-- needs: staging/item staging/page
create or replace function staging.newest_entry_on(
    for_observer text, for_subject text, for_url text, for_day date
)
returns date
language sql stable parallel safe
as $$
    select max(coalesce(entry.published_on, article.published_on))
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

comment on function staging.newest_entry_on(text, text, text, date) is
'Newest day of the articles that a list without printed dates leads to, as far as they were read up to a day';
