-- Days whose lists print no dates and have those of articles: what was read on a day before them may date them anew.
-- grain:  one row per day after the one that was folded, as far as a look reaches
-- reads:  staging.site_column
-- writes: staging.unfolded_day
-- params: observer_id, from_day (the day that was folded)
insert into staging.unfolded_day (observer_id, day)
select distinct
    observer_id,
    day
from staging.site_column
where
    observer_id = %(observer_id)s
    and day > %(from_day)s
    and day <= %(from_day)s::date + 100
    and newest_item_on is null
    and not is_blank;
