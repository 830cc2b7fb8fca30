-- needs: roles
create table mart.fact_probe_day (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    planned_count integer not null,
    counted_count integer not null,
    failed_count integer not null,
    late_count integer not null,
    blocked_count integer not null,
    own_fault_count integer not null,
    median_seconds double precision,
    agreed_count integer not null default 0,
    primary key (observer_id, subject_id, day)
) partition by range (day);
create table mart.fact_probe_day_default partition of mart.fact_probe_day default;
create index on mart.fact_probe_day (day);

comment on table mart.fact_probe_day is 'Probes (探测) of a sites home page, counted by day';
comment on column mart.fact_probe_day.observer_id is 'The office that observed (观测单位)';
comment on column mart.fact_probe_day.subject_id is 'The site';
comment on column mart.fact_probe_day.day is 'Local day of the planned visits';
comment on column mart.fact_probe_day.planned_count is 'Visits planned';
comment on column mart.fact_probe_day.counted_count is 'Visits that count: on time, no block, not our fault';
comment on column mart.fact_probe_day.failed_count is 'Those of the counted that failed, or took 15.0 seconds or more';
comment on column mart.fact_probe_day.late_count is 'Begun more than 60 minutes after their time';
comment on column mart.fact_probe_day.blocked_count is
'Met by a challenge or a firewall, or refused (403) where no second vantage was refused';
comment on column mart.fact_probe_day.own_fault_count is
'Lost through our own fault: no known-good host answered around them, or no site at all did';
comment on column mart.fact_probe_day.agreed_count is
'Those of the failed that another vantage saw failing in the same half hour (两个以上探测点均失败)';
comment on column mart.fact_probe_day.median_seconds is 'Median time of the counted visits that were answered';
