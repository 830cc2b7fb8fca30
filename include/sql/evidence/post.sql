-- The posts that a finding names.
-- grain:  one row per post
-- reads:  staging.post
-- params: observer_id, subject_id, ids
select
    post_id,
    published_at,
    first_seen_at,
    date_mark,
    title,
    url,
    body,
    snapshot_id
from staging.post
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and post_id = any(%(ids)s)
order by post_id;
