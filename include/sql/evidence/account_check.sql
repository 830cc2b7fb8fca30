-- How the account was looked at on the day, and whether its source was healthy: silence counts only then.
-- grain:  one row per look
-- reads:  staging.account_check
-- params: subject_id, day
select
    checked_at,
    connector,
    outcome,
    is_source_healthy,
    name_seen,
    organiser_seen,
    is_certified,
    has_interaction,
    post_count,
    newest_post_at,
    snapshot_id,
    detail
from staging.account_check
where subject_id = %(subject_id)s and day = %(day)s
order by checked_at, connector;
