-- Probing: how late a visit began, its confirming look, looks at known-good hosts, daily checks of hosts.
-- depends: 0008-signs

alter table staging.probe
add column lag_seconds double precision
generated always as (extract(epoch from started_at - scheduled_at)::double precision) stored,
add column retried_at timestamptz,
add column retry_outcome text;

create table staging.control_probe (
    vantage text not null,
    url text not null,
    scheduled_at timestamptz not null,
    day date not null generated always as ((scheduled_at at time zone 'Asia/Shanghai')::date) stored,
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    primary key (vantage, url, scheduled_at)
);
create index on staging.control_probe (day);

create table staging.host_check (
    subject_id text not null,
    day date not null,
    host text not null,
    vantage text not null,
    checked_at timestamptz not null,
    certificate_expires_at timestamptz,
    has_aaaa boolean,
    is_ipv6_reachable boolean,
    detail text,
    primary key (subject_id, day, host, vantage)
);
create index on staging.host_check (day);

comment on column mart.fact_probe_day.blocked_count is
'Met by a challenge or a firewall, or refused (403) where no second vantage was refused';
comment on column mart.fact_probe_day.own_fault_count is
'Lost through our own fault: no known-good host answered around them, or no site at all did';
