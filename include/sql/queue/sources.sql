-- How the sources of accounts (采集渠道) stand, by route and platform.
-- grain:  one row per route and platform
-- reads:  staging.source_state
-- params: observer_id
select
    route_id,
    platform,
    is_healthy,
    reason,
    last_good_at,
    look_count_of_week,
    error_share_of_week
from staging.source_state
where observer_id = %(observer_id)s
order by route_id, platform;
