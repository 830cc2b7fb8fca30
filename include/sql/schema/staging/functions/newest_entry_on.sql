-- Newest day of the entries of a list that prints none, as read on a day: of their articles, read on any day up to it.
-- needs: staging/functions/entry_days
create or replace function staging.newest_entry_on(
    for_observer text, for_subject text, for_url text, for_day date
)
returns date
language sql stable parallel safe
as $$
    select max(entry_on) from staging.entry_days(for_observer, for_subject, for_url, for_day)
$$;

comment on function staging.newest_entry_on(text, text, text, date) is
'Newest day of the articles that a list without printed dates leads to, as far as they were read up to a day';
