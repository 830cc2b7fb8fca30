-- needs: roles
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
