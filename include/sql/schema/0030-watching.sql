-- Watching accounts: what a look may tell beside posts, and whether its source could be trusted.
-- depends: 0017-quality

alter table staging.account_check
add column account_state text,
add column functions text[],
add column posts_in_week integer,
add column download_bytes bigint,
add column app_version text,
add column app_updated_on date;

alter table staging.post add column date_mark text;

-- How a source (a route of the jurisdiction's file) stood in one round, by platform.
create table staging.source_health (
    jurisdiction_id text not null,
    route_id text not null,
    platform text not null,
    checked_at timestamptz not null,
    batch integer not null,
    day date not null generated always as ((checked_at at time zone 'Asia/Shanghai')::date) stored,
    is_healthy boolean not null,
    reason text,
    control_count integer not null,
    good_control_count integer not null,
    newest_control_post_at timestamptz,
    look_count integer not null,
    good_look_count integer not null,
    request_count integer not null,
    primary key (jurisdiction_id, route_id, platform, checked_at, batch)
);
create index on staging.source_health (jurisdiction_id, day);

-- One row per source and platform: how it stood last, when it was last well, and its errors of the last week.
create view staging.source_state as
select distinct on (jurisdiction_id, route_id, platform)
    jurisdiction_id,
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
    source as (partition by jurisdiction_id, route_id, platform),
    recent as (
        partition by jurisdiction_id, route_id, platform
        order by checked_at range between interval '7 days' preceding and current row
    )
order by jurisdiction_id asc, route_id asc, platform asc, checked_at desc, batch asc;
