-- A registry is an office's: where two name the same site, each has its own versions, and neither touches the other's.
-- needs: roles
create table mart.dim_subject (
    jurisdiction_id text not null,
    subject_id text not null,
    valid_from date not null,
    valid_to date,
    kind text not null,
    name text not null,
    home_url text,
    platform text,
    account_kind text,
    account_id text,
    feed_url text,
    site_code text,
    organiser text not null,
    operator text,
    region_code text,
    region text,
    level text,
    site_kind text,
    status text not null,
    icp text,
    police_number text,
    organiser_class text,
    down_from date,
    down_to date,
    is_certified boolean,
    primary key (jurisdiction_id, subject_id, valid_from)
);
create index on mart.dim_subject (jurisdiction_id, kind, valid_from);

comment on table mart.dim_subject is
'Sites and accounts (检查对象) with their history: one row per office, subject and version; a rename is a new version';
comment on column mart.dim_subject.jurisdiction_id is 'The office whose registry says so (主管单位)';
comment on column mart.dim_subject.subject_id is 'Durable name: site:<site_code> or account:<platform>:<account_id>';
comment on column mart.dim_subject.valid_from is 'First day of this version (生效日期)';
comment on column mart.dim_subject.valid_to is
'Day from which it holds no more: it changed, or is named no more; null while it holds';
comment on column mart.dim_subject.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.dim_subject.name is 'Registered name (名称)';
comment on column mart.dim_subject.home_url is 'Address of the home page (首页网址)';
comment on column mart.dim_subject.platform is 'Platform of an account (所属平台), canonical';
comment on column mart.dim_subject.account_kind is 'Kind of account on its platform (账号类型)';
comment on column mart.dim_subject.account_id is 'The platforms id of the account, or its name (账号ID)';
comment on column mart.dim_subject.feed_url is 'Where its posts can be read';
comment on column mart.dim_subject.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.dim_subject.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.dim_subject.operator is 'Unit that runs it (承办单位)';
comment on column mart.dim_subject.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.dim_subject.region is 'Name of the division (所属地区)';
comment on column mart.dim_subject.level is 'Level of the organiser (层级)';
comment on column mart.dim_subject.site_kind is 'Portal or department (门户, 部门)';
comment on column mart.dim_subject.status is
'running (正常运行), excused (例外), suspended (临时下线), closing (申请关停), closed (永久关停)';
comment on column mart.dim_subject.icp is 'Registered ICP number (ICP备案号)';
comment on column mart.dim_subject.police_number is 'Registered police number (公安备案号)';
comment on column mart.dim_subject.organiser_class is
'government (政府), department (部门) or other (其他): the groups that bulletins count by';
comment on column mart.dim_subject.down_from is 'First day of a registered downtime (下线起止日期)';
comment on column mart.dim_subject.down_to is 'Its last day, inclusive; null where the registry does not say';
comment on column mart.dim_subject.is_certified is 'Whether the registry says that the platform certified it (官方认证)';
