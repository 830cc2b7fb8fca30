-- needs: roles
create table staging.control_probe (
    observer_id text not null,
    vantage text not null,
    url text not null,
    scheduled_at timestamptz not null,
    day date not null check (day = (scheduled_at at time zone 'Asia/Shanghai')::date),
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    primary key (observer_id, vantage, url, day, scheduled_at)
) partition by range (day);
create table staging.control_probe_default partition of staging.control_probe default;
create index on staging.control_probe (day);

comment on table staging.control_probe is
'One look at a known-good host (对照网站) during a round: it answered where there is an http_status, whatever it is';
comment on column staging.control_probe.observer_id is 'The office that observed (观测单位)';
comment on column staging.control_probe.vantage is 'Where we looked from';
comment on column staging.control_probe.url is 'Address of the host';
comment on column staging.control_probe.scheduled_at is 'Planned instant, UTC';
comment on column staging.control_probe.day is 'Official day (Asia/Shanghai) of the planned instant';
comment on column staging.control_probe.started_at is 'Instant at which it began, UTC; null where it did not';
comment on column staging.control_probe.outcome is 'How it ended: a word of ProbeOutcome';
comment on column staging.control_probe.http_status is 'Status of the answer; null where there was none';
comment on column staging.control_probe.seconds is 'Seconds until the answer was complete';
