-- Up to when a list, as read on a day, may be newer than its dates tell: the day on which the last of its entries that
-- bear no date, and whose articles were never read up to that day, was first seen in it. What stands in a list was
-- published before (指引: the first sight in our snapshots is the weakest proof of a day). Null where no such entry is
-- (an article that was read and bears no date says that it bears none), infinity where the list has no entry at all.
-- needs: staging/item staging/page
create or replace function staging.unread_entries_until(
    for_observer text, for_subject text, for_url text, for_day date
)
returns date
language sql stable parallel safe
as $$
    select
        case
            when count(*) = 0 then 'infinity'
            else max(
                case
                    when
                        entry.published_on is null
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
                        then (
                            select min(earlier.day)
                            from staging.item as earlier
                            where
                                earlier.observer_id = for_observer
                                and earlier.subject_id = for_subject
                                and earlier.column_url = for_url
                                and earlier.url = entry.url
                                and earlier.day <= for_day
                        )
                end
            )
        end
    from staging.item as entry
    where
        entry.observer_id = for_observer
        and entry.subject_id = for_subject
        and entry.day = for_day
        and entry.column_url = for_url
$$;

comment on function staging.unread_entries_until(text, text, text, date) is
'First sight of the last entry of a list that has no date, its article unread; infinity for a list without entries';
