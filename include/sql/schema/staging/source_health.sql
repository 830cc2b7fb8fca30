-- How a source (a route of the jurisdiction's file) stood in one round, by platform.
-- needs: roles
create table staging.source_health (
    observer_id text not null,
    route_id text not null,
    platform text not null,
    checked_at timestamptz not null,
    batch integer not null,
    day date not null check (day = (checked_at at time zone 'Asia/Shanghai')::date),
    is_healthy boolean not null,
    reason text,
    control_count integer not null,
    good_control_count integer not null,
    newest_control_post_at timestamptz,
    look_count integer not null,
    good_look_count integer not null,
    request_count integer not null,
    primary key (observer_id, route_id, platform, day, checked_at, batch)
) partition by range (day);
create table staging.source_health_default partition of staging.source_health default;
create index on staging.source_health (observer_id, day);

comment on table staging.source_health is 'How a route stood for a platform in one round';
comment on column staging.source_health.observer_id is 'The office that observed (观测单位)';
comment on column staging.source_health.route_id is 'Route of the office''s file that looked';
comment on column staging.source_health.platform is 'Platform of the account (所属平台)';
comment on column staging.source_health.checked_at is 'Instant of the round, UTC';
comment on column staging.source_health.batch is 'Batch of the round';
comment on column staging.source_health.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.source_health.is_healthy is 'Whether it can be trusted';
comment on column staging.source_health.reason is 'Why it is not healthy';
comment on column staging.source_health.control_count is 'Control accounts (对照账号) looked at';
comment on column staging.source_health.good_control_count is 'Of these, those that it saw well';
comment on column staging.source_health.newest_control_post_at is 'Newest post of a control account, UTC';
comment on column staging.source_health.look_count is 'Looks';
comment on column staging.source_health.good_look_count is 'Of these, good ones';
comment on column staging.source_health.request_count is 'Requests made';
