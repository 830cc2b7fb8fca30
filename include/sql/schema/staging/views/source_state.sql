-- One row per source and platform: how it stood last, when it was last well, and its errors of the last week.
-- needs: staging/source_health
create or replace view staging.source_state as
select distinct on (observer_id, route_id, platform)
    observer_id,
    route_id,
    platform,
    checked_at,
    is_healthy,
    reason,
    max(checked_at) filter (where is_healthy) over source as last_good_at,
    sum(look_count) over recent as look_count_of_week,
    (sum(look_count - good_look_count) over recent)::double precision
    / nullif(sum(look_count) over recent, 0) as error_share_of_week
from staging.source_health
window
    source as (partition by observer_id, route_id, platform),
    recent as (
        partition by observer_id, route_id, platform
        order by checked_at range between interval '7 days' preceding and current row
    )
order by observer_id asc, route_id asc, platform asc, checked_at desc, batch asc;

comment on view staging.source_state is
'How a route stands for a platform: last look, when it was last well, its errors of the week';
comment on column staging.source_state.observer_id is 'The office that observed (观测单位)';
comment on column staging.source_state.route_id is 'Route of the office''s file that looked';
comment on column staging.source_state.platform is 'Platform of the account (所属平台)';
comment on column staging.source_state.checked_at is 'Instant of the look, UTC';
comment on column staging.source_state.is_healthy is 'Whether it could be trusted then';
comment on column staging.source_state.reason is 'Why it was not';
comment on column staging.source_state.last_good_at is 'When it was last well, UTC';
comment on column staging.source_state.look_count_of_week is 'Looks of the week';
comment on column staging.source_state.error_share_of_week is 'Share of these that failed, 0–1';
