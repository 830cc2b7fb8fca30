-- Whether a list, as read on a day, may be newer than its dates tell: it has no entry, or one without a date whose
-- article was never read up to that day (one that was read and bears no date says that it bears none).
-- needs: staging/item staging/page
create or replace function staging.has_unread_entries(
    for_observer text, for_subject text, for_url text, for_day date
)
returns boolean
language sql stable parallel safe
as $$
    select
        not exists (
            select 1
            from staging.item as entry
            where
                entry.observer_id = for_observer
                and entry.subject_id = for_subject
                and entry.day = for_day
                and entry.column_url = for_url
        )
        or exists (
            select 1
            from staging.item as entry
            where
                entry.observer_id = for_observer
                and entry.subject_id = for_subject
                and entry.day = for_day
                and entry.column_url = for_url
                and entry.published_on is null
                and not exists (
                    select 1
                    from staging.page as article
                    where
                        article.observer_id = for_observer
                        and article.subject_id = for_subject
                        and article.url = entry.url
                        and article.day <= for_day
                        and article.kind = 'article'
                        and article.read_state = 'ok'
                )
        )
$$;

comment on function staging.has_unread_entries(text, text, text, date) is
'Whether a list as read on a day has no entry, or one that neither it nor its article, unread, gives a date';
