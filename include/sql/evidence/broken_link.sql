-- The links that were found broken on a day, and how each stands after its second look.
-- grain:  one row per link of the home page
-- reads:  staging.broken_link
-- params: observer_id, subject_id, day
select
    page_url,
    target_url,
    standing,
    snapshot_id,
    second_snapshot_id
from staging.broken_link
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and day = %(day)s
order by page_url, target_url, snapshot_id;
