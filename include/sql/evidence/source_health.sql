-- How the sources of the account's platform stood in the finding's window, by their control accounts (对照账号).
-- grain:  one row per source, round and batch
-- reads:  staging.source_health, mart.dim_subject
-- params: jurisdiction_id, observer_id, subject_id, from_day, to_day (dates; end exclusive)
select
    route_id,
    platform,
    checked_at,
    batch,
    is_healthy,
    reason,
    control_count,
    good_control_count,
    newest_control_post_at,
    look_count,
    good_look_count,
    request_count
from staging.source_health
where
    observer_id = %(observer_id)s
    and day >= %(from_day)s
    and day < %(to_day)s
    and platform in (
        select subject.platform from mart.dim_subject as subject
        where subject.jurisdiction_id = %(jurisdiction_id)s and subject.subject_id = %(subject_id)s
    )
order by checked_at, route_id, batch;
