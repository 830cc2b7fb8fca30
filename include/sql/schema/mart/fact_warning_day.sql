-- needs: mart/functions/kind_of
create table mart.fact_warning_day (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric not null,
    limit_value numeric not null,
    level integer not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id)
) partition by range (day);
create table mart.fact_warning_day_default partition of mart.fact_warning_day default;

comment on table mart.fact_warning_day is
'Early warnings (预警) by day: vetoes that passed on the day between a warning level and the limit, every day that '
'was judged';
comment on column mart.fact_warning_day.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_warning_day.edition_id is 'Rule edition it judged by (指标版本)';
comment on column mart.fact_warning_day.subject_id is 'The site or account (检查对象)';
comment on column mart.fact_warning_day.indicator_id is 'The veto';
comment on column mart.fact_warning_day.day is 'Day of the measure';
comment on column mart.fact_warning_day.value is 'What was measured';
comment on column mart.fact_warning_day.limit_value is 'Where it fails (判定标准)';
comment on column mart.fact_warning_day.level is 'How many warning levels it has reached (预警级别)';
comment on column mart.fact_warning_day.kind is 'site (政府网站) or account (政务新媒体)';
