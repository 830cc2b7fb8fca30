-- needs: roles
create table staging.account_check (
    observer_id text not null,
    subject_id text not null,
    checked_at timestamptz not null,
    connector text not null,
    day date not null check (day = (checked_at at time zone 'Asia/Shanghai')::date),
    outcome text not null,
    is_source_healthy boolean not null,
    name_seen text,
    organiser_seen text,
    is_certified boolean,
    has_interaction boolean,
    post_count integer,
    newest_post_at timestamptz,
    snapshot_id text,
    detail text,
    account_state text,
    functions text[],
    posts_in_week integer,
    download_bytes bigint,
    app_version text,
    app_updated_on date,
    primary key (observer_id, subject_id, day, checked_at, connector)
) partition by range (day);
create table staging.account_check_default partition of staging.account_check default;
create index on staging.account_check (day, subject_id);

comment on table staging.account_check is
'One look at an account by one route (采集): silence counts only while it is ok and its source healthy';
comment on column staging.account_check.observer_id is 'The office that observed (观测单位)';
comment on column staging.account_check.subject_id is 'The account';
comment on column staging.account_check.checked_at is 'Instant of the look, UTC';
comment on column staging.account_check.connector is 'Route that looked (its route_id)';
comment on column staging.account_check.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.account_check.outcome is
'ok, answered (it is there; the source lists no posts, so that nothing is known of silence), failed, blocked, '
'not_found, stale (an old copy), partial (not all the posts), mistaken (another account''s, or not proved to be '
'this one''s) or skipped (budget)';
comment on column staging.account_check.is_source_healthy is 'Whether the route saw its control accounts (对照账号)';
comment on column staging.account_check.name_seen is 'Name that it shows';
comment on column staging.account_check.organiser_seen is 'Organiser that it shows (认证主体)';
comment on column staging.account_check.is_certified is 'Whether the platform certifies it (认证)';
comment on column staging.account_check.has_interaction is
'Whether it offers interaction; null where the source does not tell';
comment on column staging.account_check.post_count is 'Posts that the look saw';
comment on column staging.account_check.newest_post_at is 'Instant of the newest of them, UTC';
comment on column staging.account_check.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.account_check.detail is 'What else there is to say';
comment on column staging.account_check.account_state is
'open, not_found (查询无结果), cancelled, migrated or unusable; null where the source does not say';
comment on column staging.account_check.functions is 'Functions that it offers';
comment on column staging.account_check.posts_in_week is 'Posts of the last week, where the source counts them';
comment on column staging.account_check.download_bytes is 'Size of an app';
comment on column staging.account_check.app_version is 'Version of an app';
comment on column staging.account_check.app_updated_on is 'Day on which an app was updated';
