-- needs: roles
create table mart.fact_probe_hour (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    hour integer not null check (hour between 0 and 23),
    counted_count integer not null,
    failed_count integer not null,
    primary key (observer_id, day, subject_id, hour)
) partition by range (day);
create table mart.fact_probe_hour_default partition of mart.fact_probe_hour default;

comment on table mart.fact_probe_hour is
'Probes (探测) of a site by hour of day: those of mart.fact_probe_day that count';
comment on column mart.fact_probe_hour.observer_id is 'The office that observed (观测单位)';
comment on column mart.fact_probe_hour.subject_id is 'The site';
comment on column mart.fact_probe_hour.day is 'Local day of the planned visits';
comment on column mart.fact_probe_hour.hour is 'Local hour of the planned visits, 0–23';
comment on column mart.fact_probe_hour.counted_count is 'Visits that count: on time, no block, not our fault';
comment on column mart.fact_probe_hour.failed_count is
'Those of the counted that failed, or took 15.0 seconds or more';
