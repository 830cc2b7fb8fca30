-- needs: roles
create table staging.host_check (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    host text not null,
    vantage text not null,
    checked_at timestamptz not null,
    certificate_expires_at timestamptz,
    has_aaaa boolean,
    is_ipv6_reachable boolean,
    detail text,
    primary key (observer_id, subject_id, day, host, vantage)
) partition by range (day);
create table staging.host_check_default partition of staging.host_check default;
create index on staging.host_check (day);

comment on table staging.host_check is 'One daily check of a site''s host: its certificate and IPv6';
comment on column staging.host_check.observer_id is 'The office that observed (观测单位)';
comment on column staging.host_check.subject_id is 'The site';
comment on column staging.host_check.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.host_check.host is 'Host name';
comment on column staging.host_check.vantage is 'Where we looked from';
comment on column staging.host_check.checked_at is 'Instant of the look, UTC';
comment on column staging.host_check.certificate_expires_at is
'End of the certificate it sends, good or not, UTC; null without HTTPS';
comment on column staging.host_check.has_aaaa is
'Whether it has a public IPv6 address; null where the name could not be looked up';
comment on column staging.host_check.is_ipv6_reachable is
'Whether it answered over IPv6; null where nothing did (then it may be our own line)';
comment on column staging.host_check.detail is 'What else there is to say';
