-- needs: mart/functions/kind_of
create table mart.fact_inspection (
    jurisdiction_id text not null,
    subject_id text not null,
    round_id text not null,
    inspected_on date not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, round_id)
);
create index on mart.fact_inspection (jurisdiction_id, inspected_on);

comment on table mart.fact_inspection is 'Who was inspected in which round (检查轮次): visits (家次) are counts of its rows';
comment on column mart.fact_inspection.jurisdiction_id is 'The office that inspects (主管单位)';
comment on column mart.fact_inspection.subject_id is 'The site or account';
comment on column mart.fact_inspection.round_id is 'The round, named by its date';
comment on column mart.fact_inspection.inspected_on is 'Day of the round';
comment on column mart.fact_inspection.kind is 'site (政府网站) or account (政务新媒体)';
