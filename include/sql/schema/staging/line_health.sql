-- needs: roles
create table staging.line_health (
    observer_id text not null,
    vantage text not null,
    day date not null check (day = (slot_at at time zone 'Asia/Shanghai')::date),
    slot_at timestamptz not null,
    control_count integer not null,
    answered_count integer not null,
    clock_skew_seconds double precision,
    name_count integer not null,
    name_fault_count integer not null,
    is_healthy boolean not null,
    primary key (observer_id, vantage, day, slot_at)
);

comment on table staging.line_health is
'How our own line stood in a round of visits (探测点线路状况): one row per office, vantage and round';
comment on column staging.line_health.observer_id is 'The office that observed (观测单位)';
comment on column staging.line_health.vantage is 'Where we looked from';
comment on column staging.line_health.day is 'Official day (Asia/Shanghai) of the round';
comment on column staging.line_health.slot_at is 'Begin of the round''s half hour, UTC';
comment on column staging.line_health.control_count is 'Looks at known-good hosts (对照网站)';
comment on column staging.line_health.answered_count is 'Those of them that were answered';
comment on column staging.line_health.clock_skew_seconds is
'Median of our clock less those of the known-good hosts (Date, RFC 9110), seconds; null where none told its time';
comment on column staging.line_health.name_count is 'Names of hosts that servers of names were asked for';
comment on column staging.line_health.name_fault_count is 'Those to which none of our servers of names said anything';
comment on column staging.line_health.is_healthy is
'Whether known-good hosts answered, our clock is right to half a minute, and servers of names answered';
