-- No keys and no "not null" here: the gate must be able to see what is wrong with an export.
-- needs: roles
create table staging.registry_subject (
    jurisdiction_id text,
    kind text,
    day date,
    row_no integer,
    subject_id text,
    name text,
    home_url text,
    platform text,
    account_kind text,
    account_id text,
    feed_url text,
    site_code text,
    organiser text,
    operator text,
    region_code text,
    region text,
    level text,
    site_kind text,
    status text,
    icp text,
    police_number text,
    organiser_class text,
    down_from date,
    down_to date,
    is_certified boolean
);
create index on staging.registry_subject (subject_id);

comment on table staging.registry_subject is
'Rows of the export of sites or accounts being loaded, between reading and merging: what the gate looks at';
comment on column staging.registry_subject.jurisdiction_id is 'The office (主管单位)';
comment on column staging.registry_subject.kind is 'site or account';
comment on column staging.registry_subject.day is 'Day of the load';
comment on column staging.registry_subject.row_no is 'Row of the export, from 1';
comment on column staging.registry_subject.subject_id is 'The site or account';
comment on column staging.registry_subject.name is 'Its name';
comment on column staging.registry_subject.home_url is 'Address of its home page';
comment on column staging.registry_subject.platform is 'Platform of the account (所属平台)';
comment on column staging.registry_subject.account_kind is 'Kind of account (账号类型)';
comment on column staging.registry_subject.account_id is 'The platform''s id of the account (账号ID)';
comment on column staging.registry_subject.feed_url is 'Where its posts can be read';
comment on column staging.registry_subject.site_code is '网站标识码';
comment on column staging.registry_subject.organiser is 'Unit that answers for it (主办单位)';
comment on column staging.registry_subject.operator is 'Unit that runs it (承办单位)';
comment on column staging.registry_subject.region_code is '行政区划代码';
comment on column staging.registry_subject.region is '所属地区';
comment on column staging.registry_subject.level is '层级';
comment on column staging.registry_subject.site_kind is '门户 or 部门';
comment on column staging.registry_subject.status is '运行状态';
comment on column staging.registry_subject.icp is 'ICP备案号';
comment on column staging.registry_subject.police_number is '公安备案号';
comment on column staging.registry_subject.organiser_class is 'government, department or other';
comment on column staging.registry_subject.down_from is '下线开始日期';
comment on column staging.registry_subject.down_to is '下线结束日期, inclusive';
comment on column staging.registry_subject.is_certified is '是否官方认证';
