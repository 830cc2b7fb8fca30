-- The first day on which a column is late: news columns owe an update in days, notices, policies and their
-- interpretations in months, the rest in other months. One without any date is late from ever.
-- needs: roles
create or replace function staging.late_on(
    class text, newest_item_on date, news_days integer, document_months integer, yearly_months integer
)
returns date
language sql immutable parallel safe
as $$
    select coalesce(
        case
            when class = 'news' then newest_item_on + news_days
            when class in ('notice', 'policy', 'interpretation')
                then (newest_item_on + make_interval(months => document_months))::date
            else (newest_item_on + make_interval(months => yearly_months))::date
        end,
        '-infinity'
    )
$$;
