-- How the account was looked at in the finding's window, and whether its source was healthy: silence counts only then.
-- grain:  one row per look
-- reads:  staging.account_check
-- params: observer_id, subject_id, from_day, to_day (dates; end exclusive)
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
    posts_in_week,
    account_state,
    functions,
    download_bytes,
    app_version,
    app_updated_on,
    snapshot_id,
    detail
from staging.account_check
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and day >= %(from_day)s and day < %(to_day)s
order by checked_at, connector;
