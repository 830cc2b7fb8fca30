-- needs: roles
create table mart.fact_superior_notice (
    jurisdiction_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    registered_count integer,
    inspected_count integer not null,
    visit_count integer,
    failed_count integer not null,
    printed_rate text,
    primary key (jurisdiction_id, level, period_id, kind)
);

comment on table mart.fact_superior_notice is 'Figures of notices from above (上级通报)';
comment on column mart.fact_superior_notice.jurisdiction_id is 'The office that received it (主管单位)';
comment on column mart.fact_superior_notice.level is 'state (国家) or province (省)';
comment on column mart.fact_superior_notice.period_id is 'Period it reports on';
comment on column mart.fact_superior_notice.kind is 'site or account';
comment on column mart.fact_superior_notice.registered_count is 'Registered subjects (登记数)';
comment on column mart.fact_superior_notice.inspected_count is 'Inspected subjects (检查数)';
comment on column mart.fact_superior_notice.visit_count is 'Visits (家次)';
comment on column mart.fact_superior_notice.failed_count is 'Failed subjects (不合格数)';
comment on column mart.fact_superior_notice.printed_rate is 'Pass rate as printed (合格率)';
