-- Who was inspected in which round, as an office declares it (检查轮次与抽样). For a kind of subject that has rows
-- in a period these are its inspections; mart.fact_inspection is made from them.
-- needs: mart/functions/kind_of
create table staging.inspection (
    jurisdiction_id text not null,
    subject_id text not null,
    round_id text not null,
    inspected_on date not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, round_id)
);
create index on staging.inspection (jurisdiction_id, inspected_on);

comment on table staging.inspection is
'One subject inspected in one round, as an office declares it (检查轮次与抽样): a kind of subject with rows in a period '
'has these and no other inspections';
comment on column staging.inspection.jurisdiction_id is 'The office (主管单位)';
comment on column staging.inspection.subject_id is 'The site or account';
comment on column staging.inspection.round_id is 'The round';
comment on column staging.inspection.inspected_on is 'Day of the round';
comment on column staging.inspection.kind is 'site (政府网站) or account (政务新媒体)';
