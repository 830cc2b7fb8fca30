-- needs: roles
create table staging.probe (
    observer_id text not null,
    subject_id text not null,
    scheduled_at timestamptz not null,
    vantage text not null,
    day date not null check (day = (scheduled_at at time zone 'Asia/Shanghai')::date),
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    final_url text,
    detail text,
    tls_weakness text,
    lag_seconds double precision
    generated always as (extract(epoch from started_at - scheduled_at)::double precision) stored,
    retried_at timestamptz,
    retry_outcome text,
    primary key (observer_id, subject_id, day, scheduled_at, vantage)
) partition by range (day);
create table staging.probe_default partition of staging.probe default;
create index on staging.probe (day);

comment on table staging.probe is 'One planned visit to a home page (探测) and how it ended';
comment on column staging.probe.observer_id is 'The office that observed (观测单位)';
comment on column staging.probe.subject_id is 'The site';
comment on column staging.probe.scheduled_at is 'Planned instant, UTC';
comment on column staging.probe.vantage is 'Where we looked from';
comment on column staging.probe.day is 'Official day (Asia/Shanghai) of the planned instant';
comment on column staging.probe.started_at is 'Instant at which it began, UTC; null where it did not';
comment on column staging.probe.outcome is 'How it ended: a word of ProbeOutcome';
comment on column staging.probe.http_status is 'Status of the answer; null where there was none';
comment on column staging.probe.seconds is 'Seconds until the answer was complete';
comment on column staging.probe.final_url is 'Where redirects led';
comment on column staging.probe.detail is 'What else there is to say';
comment on column staging.probe.tls_weakness is
'What strict clients refuse of its TLS, and citizens browsers take: no fault of reachability (加密强度不足)';
comment on column staging.probe.lag_seconds is 'How late it began, seconds';
comment on column staging.probe.retried_at is
'Instant of the confirming look, minutes after a failure that may pass, UTC';
comment on column staging.probe.retry_outcome is 'How the confirming look ended';
