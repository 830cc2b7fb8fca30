-- needs: roles
create table mart.fact_rectification_notice (
    jurisdiction_id text not null,
    notice_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    name text not null,
    organiser text not null,
    organiser_class text not null,
    reason_id text,
    issued_on date not null,
    due_on date,
    done_on date,
    outcome text not null,
    primary key (jurisdiction_id, notice_id)
);
create index on mart.fact_rectification_notice (jurisdiction_id, period_id);

comment on table mart.fact_rectification_notice is 'Notices of rectification that a superior sent (上级整改通知单)';
comment on column mart.fact_rectification_notice.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_rectification_notice.notice_id is 'The notice (通知单编号)';
comment on column mart.fact_rectification_notice.level is 'Who sent it: state, province or city';
comment on column mart.fact_rectification_notice.period_id is 'Period that it belongs to (检查周期)';
comment on column mart.fact_rectification_notice.kind is 'site or account';
comment on column mart.fact_rectification_notice.name is 'Name of the site or account';
comment on column mart.fact_rectification_notice.organiser is 'The body that is to mend it (整改单位)';
comment on column mart.fact_rectification_notice.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.fact_rectification_notice.reason_id is 'The problem (问题类型)';
comment on column mart.fact_rectification_notice.issued_on is 'Day of the notice';
comment on column mart.fact_rectification_notice.due_on is 'Last day for mending it (整改期限)';
comment on column mart.fact_rectification_notice.done_on is 'Day on which it was done, null while it is not';
comment on column mart.fact_rectification_notice.outcome is 'rectified (整改合格), closed (关停), failed (不合格) or open (整改中)';
