-- needs: mart/functions/kind_of
create table mart.early_warning (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric not null,
    limit_value numeric not null,
    distance numeric not null,
    level integer not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id)
);

comment on table mart.early_warning is
'Vetoes (单项否决) that are near: the last measure between a warning level and the limit';
comment on column mart.early_warning.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.early_warning.subject_id is 'The site or account';
comment on column mart.early_warning.indicator_id is 'The veto';
comment on column mart.early_warning.day is 'Day of the measure';
comment on column mart.early_warning.value is 'What was measured';
comment on column mart.early_warning.limit_value is 'Where it fails (判定标准)';
comment on column mart.early_warning.distance is 'Limit less value, in the measure unit: days left, share left';
comment on column mart.early_warning.level is 'How many warning levels it has reached (预警级别)';
comment on column mart.early_warning.kind is 'site (政府网站) or account (政务新媒体)';
