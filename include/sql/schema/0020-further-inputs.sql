-- Further inputs: rounds and samples, figures of earlier bulletins, domains, activities, yearly forms, notices of
-- rectification; messages and subjects with what their exports also say.
-- depends: 0017-quality

-- Who was inspected in which round, as an office declares it (检查轮次与抽样). For a kind of subject that has rows
-- in a period these are its inspections; mart.fact_inspection is made from them.
create table staging.inspection (
    jurisdiction_id text not null,
    subject_id text not null,
    round_id text not null,
    inspected_on date not null,
    primary key (jurisdiction_id, subject_id, round_id)
);
create index on staging.inspection (jurisdiction_id, inspected_on);

-- A message is an office's: two offices may number theirs alike.
alter table staging.message add column jurisdiction_id text;
update staging.message as message
set
    jurisdiction_id = coalesce(
        (
            select min(registration.jurisdiction_id)
            from mart.dim_registration as registration
            where registration.subject_id = message.subject_id
        ),
        (select min(registration.jurisdiction_id) from mart.dim_registration as registration),
        ''
    );
alter table staging.message alter column jurisdiction_id set not null;
alter table staging.message drop constraint message_pkey;
alter table staging.message add primary key (jurisdiction_id, channel, message_id);
alter table staging.message
add column kind text,
add column state text,
add column is_published boolean;

alter table mart.dim_subject add column organiser_class text;
alter table staging.registry_subject add column organiser_class text;
comment on column mart.dim_subject.organiser_class is
'government (政府), department (部门) or other (其他): the groups that bulletins count by';

alter table mart.fact_superior_item
add column reason_id text,
add column outcome text;
comment on column mart.fact_superior_item.reason_id is 'Why it was named (问题类型)';
comment on column mart.fact_superior_item.outcome is
'What became of it (整改结果): rectified, closed, failed, open; null where nothing was to be done';

create table mart.published_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null,
    value numeric not null,
    numerator numeric,
    denominator numeric,
    document text,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);
comment on table mart.published_figure is 'Figures of bulletins published before (历次通报数据), as printed';
comment on column mart.published_figure.jurisdiction_id is 'The office that published (主管单位)';
comment on column mart.published_figure.period_id is 'The period (检查周期)';
comment on column mart.published_figure.figure_id is 'Name of the figure, as in mart.quarter_figure';
comment on column mart.published_figure.dimension is 'What it is split by, empty for the whole';
comment on column mart.published_figure.value is 'The figure; a share is 0–1';
comment on column mart.published_figure.numerator is 'Numerator of a share (分子), where it was printed';
comment on column mart.published_figure.denominator is 'Denominator of a share (分母), where it was printed';
comment on column mart.published_figure.document is 'The bulletin it stands in (通报文号)';

create table mart.dim_domain (
    jurisdiction_id text not null,
    domain text not null,
    organiser text not null,
    state text not null,
    state_on date,
    reason text,
    primary key (jurisdiction_id, domain)
);
comment on table mart.dim_domain is 'Register of .gov.cn domains (域名清理) and what became of each';
comment on column mart.dim_domain.jurisdiction_id is 'The office (主管单位)';
comment on column mart.dim_domain.domain is 'The domain (域名), without scheme';
comment on column mart.dim_domain.organiser is 'The body that registered it (主办单位)';
comment on column mart.dim_domain.state is
'qualified (符合要求), deregistered (注销), kept (因故保留) or pending (待清理)';
comment on column mart.dim_domain.state_on is 'Day on which it came into that state';
comment on column mart.dim_domain.reason is 'Why it is kept, where it is';

create table mart.fact_activity (
    jurisdiction_id text not null,
    activity_id text not null,
    name text not null,
    kind text not null,
    organiser text not null,
    starts_on date not null,
    ends_on date,
    reported_on date,
    approval text,
    url text,
    primary key (jurisdiction_id, activity_id)
);
comment on table mart.fact_activity is 'Votes, likes and check-ins on the web (网络投票等活动), reported ahead or not';
comment on column mart.fact_activity.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_activity.activity_id is 'The activity (活动编号)';
comment on column mart.fact_activity.name is 'Its name (活动名称)';
comment on column mart.fact_activity.kind is 'vote (投票), like (点赞), check_in (打卡) or other';
comment on column mart.fact_activity.organiser is 'The body that holds it (主办单位)';
comment on column mart.fact_activity.starts_on is 'First day';
comment on column mart.fact_activity.ends_on is 'Last day, null where it is not set';
comment on column mart.fact_activity.reported_on is 'Day of the report (报备日期), null where nobody reported';
comment on column mart.fact_activity.approval is 'Number of the approval (批复文号)';
comment on column mart.fact_activity.url is 'Its page';

create table mart.fact_annual_report (
    jurisdiction_id text not null,
    year integer not null,
    kind text not null,
    target text not null,
    due_on date not null,
    published_on date,
    url text,
    primary key (jurisdiction_id, year, kind, target)
);
comment on table mart.fact_annual_report is 'Yearly forms (年度报表, 国办函〔2018〕12号): due and published';
comment on column mart.fact_annual_report.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_annual_report.year is 'Year that it reports on';
comment on column mart.fact_annual_report.kind is 'site (工作年度报表) or supervision (监管年度报表)';
comment on column mart.fact_annual_report.target is 'Site code or body that reports (填报对象)';
comment on column mart.fact_annual_report.due_on is 'Last day for publishing it';
comment on column mart.fact_annual_report.published_on is 'Day of publication, null while it is missing';
comment on column mart.fact_annual_report.url is 'Where it stands';

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
comment on column mart.fact_rectification_notice.organiser_class is
'government (政府), department (部门) or other (其他)';
comment on column mart.fact_rectification_notice.reason_id is 'The problem (问题类型)';
comment on column mart.fact_rectification_notice.issued_on is 'Day of the notice';
comment on column mart.fact_rectification_notice.due_on is 'Last day for mending it (整改期限)';
comment on column mart.fact_rectification_notice.done_on is 'Day on which it was done, null while it is not';
comment on column mart.fact_rectification_notice.outcome is
'rectified (整改合格), closed (关停), failed (不合格) or open (整改中)';

comment on table staging.inspection is 'Rounds and samples that an office declares (检查轮次与抽样)';
