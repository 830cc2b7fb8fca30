-- needs: roles
create table mart.fact_special_check (
    jurisdiction_id text not null,
    check_id text not null,
    target text not null,
    period_id text not null,
    name text not null,
    target_kind text not null,
    starts_on date not null,
    ends_on date not null,
    is_passed boolean not null,
    primary key (jurisdiction_id, check_id, target)
);

comment on table mart.fact_special_check is 'Special checks (专项检查): one row per check and target';
comment on column mart.fact_special_check.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_special_check.check_id is 'The check';
comment on column mart.fact_special_check.target is 'Unit or subject checked';
comment on column mart.fact_special_check.period_id is 'Period it is reported in';
comment on column mart.fact_special_check.name is 'Name of the check (名称)';
comment on column mart.fact_special_check.target_kind is 'Kind of target';
comment on column mart.fact_special_check.starts_on is 'First day';
comment on column mart.fact_special_check.ends_on is 'Last day';
comment on column mart.fact_special_check.is_passed is 'Whether the target passed (合格)';
