-- needs: mart/functions/kind_of
create table mart.fact_case (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    opened_on date not null,
    last_failed_on date not null,
    closed_on date,
    reason_id text not null,
    failed_day_count integer not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id, opened_on)
);

comment on table mart.fact_case is 'Cases (问题台账): one problem from discovery to the day it was seen right';
comment on column mart.fact_case.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_case.subject_id is 'The site or account';
comment on column mart.fact_case.indicator_id is 'The indicator';
comment on column mart.fact_case.opened_on is 'First failing day (发现日期)';
comment on column mart.fact_case.last_failed_on is 'Last failing day so far';
comment on column mart.fact_case.closed_on is
'First later day on which it was known to be right (整改日期); null while open';
comment on column mart.fact_case.reason_id is 'Reason (存在问题)';
comment on column mart.fact_case.failed_day_count is 'Failing days';
comment on column mart.fact_case.kind is 'site (政府网站) or account (政务新媒体)';
