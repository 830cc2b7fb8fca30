create schema staging;
create schema mart;
create schema ops;
create schema archive;
create schema personal;
comment on schema staging is 'Observations as they were read: facts, never verdicts';
comment on schema mart is 'Tables for people and BI tools: registry history, findings, quarters, bulletins';
comment on schema ops is 'Operations: ingest counts, quarantine, quality results, progress';
comment on schema archive is 'What the WARC files hold, beside the files';
comment on schema personal is 'Contact persons of the registries: personal data, read by the role personal_reader only';
do $$
begin
    create role bi_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    create role personal_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
revoke all on schema public from public;
revoke all on schema personal from public;
grant usage on schema mart to bi_reader;
grant usage on schema personal to personal_reader;
alter default privileges in schema personal grant select on tables to personal_reader;
create table archive.record (
    record_id text primary key,
    payload_digest text,
    file text not null
);
create index on archive.record (file);

comment on table archive.record is 'Every record that the archive holds (存档记录): an id means these bytes and no others';
comment on column archive.record.record_id is 'The WARC-Record-ID (urn:uuid:…, without angle brackets)';
comment on column archive.record.payload_digest is 'Digest of its body; null where it has none';
comment on column archive.record.file is 'File that it came in first, relative to the snapshot store';
create table archive.tombstone (
    observer_id text not null,
    file text not null,
    sha256 text not null,
    reason text not null check (reason in ('retention', 'replaced')),
    buried_at timestamptz not null default clock_timestamp(),
    segment_no integer,
    primary key (observer_id, file, sha256)
);

comment on table archive.tombstone is
'Files that stood in a segment and are gone by rule (移除记录): what is gone without one was taken away';
comment on column archive.tombstone.observer_id is 'The office that observed (观测单位)';
comment on column archive.tombstone.file is 'File, relative to the snapshot store';
comment on column archive.tombstone.sha256 is 'SHA-256 of its bytes when it was closed';
comment on column archive.tombstone.reason is 'retention (保存期满) or replaced (by a later run of the same crawl)';
comment on column archive.tombstone.buried_at is 'Instant of the removal, UTC';
comment on column archive.tombstone.segment_no is 'The segment that holds it fast; null until the next is closed';
create table mart.dim_column (
    jurisdiction_id text not null,
    subject_id text not null,
    url text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    class text,
    primary key (jurisdiction_id, subject_id, url, valid_from)
);

comment on table mart.dim_column is
'Registered columns (栏目) of sites with their history: one row per office, site, address and version';
comment on column mart.dim_column.jurisdiction_id is 'The office whose registry says so (主管单位)';
comment on column mart.dim_column.subject_id is 'The site';
comment on column mart.dim_column.url is 'Address of the column (栏目网址)';
comment on column mart.dim_column.valid_from is 'First day of this version';
comment on column mart.dim_column.valid_to is 'Day from which it holds no more; null while it holds';
comment on column mart.dim_column.name is 'Name of the column (栏目名称)';
comment on column mart.dim_column.class is
'Class (栏目类别), which decides how often it must be updated; null where the registry names none, and the name tells it';
create table mart.dim_day (
    day date primary key,
    is_working_day boolean,
    week_starts_on date not null,
    weekday integer not null,
    month_id text not null,
    quarter_id text not null,
    half_id text not null,
    year_id text not null
);

comment on table mart.dim_day is
'Days (日期) from 2015 on, with their periods and whether people work';
comment on column mart.dim_day.day is 'Official day (Asia/Shanghai)';
comment on column mart.dim_day.is_working_day is
'Whether it is a working day (工作日) with make-up days; null for a year whose calendar is not out yet';
comment on column mart.dim_day.week_starts_on is 'Monday of its week';
comment on column mart.dim_day.weekday is '1 is Monday, 7 Sunday';
comment on column mart.dim_day.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.dim_day.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.dim_day.half_id is 'Half year of the day, e.g. 2023H1';
comment on column mart.dim_day.year_id is 'Year of the day, e.g. 2023';
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
comment on column mart.dim_domain.state is 'qualified (符合要求), deregistered (注销), kept (因故保留) or pending (待清理)';
comment on column mart.dim_domain.state_on is 'Day on which it came into that state';
comment on column mart.dim_domain.reason is 'Why it is kept, where it is';
create table mart.dim_downtime (
    jurisdiction_id text not null,
    subject_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text,
    approval text not null,
    primary key (jurisdiction_id, subject_id, starts_at)
);

comment on table mart.dim_downtime is 'Approved downtimes (临时下线): one row per office, site and beginning';
comment on column mart.dim_downtime.jurisdiction_id is 'The office whose list names it (主管单位)';
comment on column mart.dim_downtime.subject_id is 'The site';
comment on column mart.dim_downtime.starts_at is 'Beginning, UTC';
comment on column mart.dim_downtime.ends_at is 'End, UTC';
comment on column mart.dim_downtime.reason is 'Why';
comment on column mart.dim_downtime.approval is 'The approvals number or name (批准文号)';
create table mart.dim_edition (
    edition_id text primary key,
    title_zh text not null,
    title_en text not null,
    source text not null,
    effective_from date not null,
    scoring jsonb not null,
    prominent_counts_as text
);

comment on table mart.dim_edition is 'Rule editions (指标版本) with their dates of effect';
comment on column mart.dim_edition.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_edition.title_zh is 'Title in Chinese';
comment on column mart.dim_edition.title_en is 'Title in English';
comment on column mart.dim_edition.source is 'The document (文号)';
comment on column mart.dim_edition.effective_from is 'First day on which it judges (施行日期)';
comment on column mart.dim_edition.scoring is 'How a score is made, by kind of subject; empty where vetoes alone judge';
comment on column mart.dim_edition.prominent_counts_as is
'As what 存在突出问题 counts in the pass rate, in editions that have it';
create table mart.dim_indicator (
    edition_id text not null,
    indicator_id text not null,
    applies_to text not null,
    part text not null,
    title_zh text not null,
    title_en text not null,
    measure text not null,
    parameters jsonb not null,
    comparison text not null,
    limit_value numeric not null,
    reason_id text not null,
    source text not null,
    is_confirmed boolean not null,
    group_name text,
    found_by text not null default 'observation',
    proposes text,
    warns_at jsonb not null default '[]',
    points numeric,
    points_per_finding numeric,
    primary key (edition_id, indicator_id)
);

comment on table mart.dim_indicator is 'Indicators (指标) of each rule edition, as its YAML file states them';
comment on column mart.dim_indicator.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_indicator.indicator_id is 'Id of the indicator within editions, e.g. SV2';
comment on column mart.dim_indicator.applies_to is 'site or account';
comment on column mart.dim_indicator.part is 'veto (单项否决), deduction (扣分) or bonus (加分)';
comment on column mart.dim_indicator.title_zh is 'Title in Chinese (指标名称)';
comment on column mart.dim_indicator.title_en is 'Title in English';
comment on column mart.dim_indicator.measure is 'Its file include/sql/measure/<measure>.sql (度量)';
comment on column mart.dim_indicator.parameters is 'What the measure binds by name, and what it needs';
comment on column mart.dim_indicator.comparison is 'at_least: fails from the limit on (超过(含))';
comment on column mart.dim_indicator.limit_value is 'The limit (判定标准)';
comment on column mart.dim_indicator.reason_id is
'Reason that a failing verdict gives (存在问题), see include/reasons.yaml';
comment on column mart.dim_indicator.source is 'Clause it rests on (依据)';
comment on column mart.dim_indicator.is_confirmed is 'Whether its wording and limit were seen in a text (已核实)';
comment on column mart.dim_indicator.group_name is 'Group of deductions (发布解读, 办事服务, 互动交流, 功能设计)';
comment on column mart.dim_indicator.found_by is 'observation, or report of an inspector or authority';
comment on column mart.dim_indicator.proposes is
'Its file include/sql/propose/<proposes>.sql, whose rows wait for an inspector';
comment on column mart.dim_indicator.warns_at is 'Levels of early warning (预警) below the limit, lowest first';
comment on column mart.dim_indicator.points is 'Most it can cost or earn (分值); null where no text says';
comment on column mart.dim_indicator.points_per_finding is
'What one finding costs (每处扣分); null: the whole points at once';
create table mart.dim_office (
    jurisdiction_id text primary key,
    observer_id text not null,
    place_zh text not null,
    place_en text,
    office_zh text not null,
    office_en text,
    level text not null,
    edition_ids text[] not null
);

comment on table mart.dim_office is
'Offices (主管单位) that judge in this warehouse, as their files name them';
comment on column mart.dim_office.jurisdiction_id is 'The office, as all marts call it';
comment on column mart.dim_office.observer_id is 'Whose observations it judges by (观测单位)';
comment on column mart.dim_office.place_zh is 'Place in Chinese';
comment on column mart.dim_office.place_en is 'Place in English';
comment on column mart.dim_office.office_zh is 'Who issues the bulletin, in Chinese (发布单位)';
comment on column mart.dim_office.office_en is 'Who issues the bulletin, in English';
comment on column mart.dim_office.level is 'province, city or county';
comment on column mart.dim_office.edition_ids is
'Rule editions that it judges by (指标版本); of several, the newest in force on a day';
create table mart.dim_reason (
    reason_id text primary key,
    reason_zh text not null,
    reason_en text not null,
    kind text not null,
    applies_to text[] not null
);

comment on table mart.dim_reason is
'Reasons (存在问题): the closed list of what a finding gives as its cause; its clause (依据) stands in '
'dim_indicator.source';
comment on column mart.dim_reason.reason_id is 'The reason, as all marts call it';
comment on column mart.dim_reason.reason_zh is 'Reason in Chinese';
comment on column mart.dim_reason.reason_en is 'Reason in English';
comment on column mart.dim_reason.kind is
'veto (单项否决), deduction (扣分), registry (报送信息), process (管理) or security (安全)';
comment on column mart.dim_reason.applies_to is 'Which kinds of subject can have it: site, account';
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
create table mart.fact_probe_day (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    planned_count integer not null,
    counted_count integer not null,
    failed_count integer not null,
    late_count integer not null,
    blocked_count integer not null,
    own_fault_count integer not null,
    median_seconds double precision,
    agreed_count integer not null default 0,
    primary key (observer_id, subject_id, day)
) partition by range (day);
create table mart.fact_probe_day_default partition of mart.fact_probe_day default;
create index on mart.fact_probe_day (day);

comment on table mart.fact_probe_day is 'Probes (探测) of a sites home page, counted by day';
comment on column mart.fact_probe_day.observer_id is 'The office that observed (观测单位)';
comment on column mart.fact_probe_day.subject_id is 'The site';
comment on column mart.fact_probe_day.day is 'Local day of the planned visits';
comment on column mart.fact_probe_day.planned_count is 'Visits planned';
comment on column mart.fact_probe_day.counted_count is 'Visits that count: on time, no block, not our fault';
comment on column mart.fact_probe_day.failed_count is 'Those of the counted that failed, or took 15.0 seconds or more';
comment on column mart.fact_probe_day.late_count is 'Begun more than 60 minutes after their time';
comment on column mart.fact_probe_day.blocked_count is
'Met by a challenge or a firewall, or refused (403) where no second vantage was refused';
comment on column mart.fact_probe_day.own_fault_count is
'Lost through our own fault: no known-good host answered around them, or no site at all did';
comment on column mart.fact_probe_day.agreed_count is
'Those of the failed that another vantage saw failing in the same half hour (两个以上探测点均失败)';
comment on column mart.fact_probe_day.median_seconds is 'Median time of the counted visits that were answered';
create table mart.fact_probe_hour (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    hour integer not null check (hour between 0 and 23),
    counted_count integer not null,
    failed_count integer not null,
    primary key (observer_id, day, subject_id, hour)
) partition by range (day);
create table mart.fact_probe_hour_default partition of mart.fact_probe_hour default;

comment on table mart.fact_probe_hour is
'Probes (探测) of a site by hour of day: those of mart.fact_probe_day that count';
comment on column mart.fact_probe_hour.observer_id is 'The office that observed (观测单位)';
comment on column mart.fact_probe_hour.subject_id is 'The site';
comment on column mart.fact_probe_hour.day is 'Local day of the planned visits';
comment on column mart.fact_probe_hour.hour is 'Local hour of the planned visits, 0–23';
comment on column mart.fact_probe_hour.counted_count is 'Visits that count: on time, no block, not our fault';
comment on column mart.fact_probe_hour.failed_count is
'Those of the counted that failed, or took 15.0 seconds or more';
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
create table mart.fact_superior_item (
    jurisdiction_id text not null,
    level text not null,
    period_id text not null,
    kind text not null,
    item text not null,
    name text not null,
    note text,
    reason_id text,
    outcome text,
    is_ours boolean,
    primary key (jurisdiction_id, level, period_id, kind, item, name)
);

comment on table mart.fact_superior_item is 'What notices from above name: praised (表扬) or failed (不合格)';
comment on column mart.fact_superior_item.jurisdiction_id is 'The office that received it (主管单位)';
comment on column mart.fact_superior_item.level is 'state (国家) or province (省)';
comment on column mart.fact_superior_item.period_id is 'Period it reports on';
comment on column mart.fact_superior_item.kind is 'site or account';
comment on column mart.fact_superior_item.item is 'praised or failed';
comment on column mart.fact_superior_item.name is 'Name as printed';
comment on column mart.fact_superior_item.note is 'Note';
comment on column mart.fact_superior_item.reason_id is 'Why it was named (问题类型)';
comment on column mart.fact_superior_item.outcome is
'What became of it (整改结果): rectified, closed, failed, open; null where nothing was to be done';
comment on column mart.fact_superior_item.is_ours is
'Whether it is a subject of the office itself (涉及本地); blank is yes';
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
create or replace function mart.keep_signed() returns trigger language plpgsql as $$
begin
    if old.edition_no > 0 then
        raise exception 'edition % of % is signed and cannot change', old.edition_no, old.bulletin_id;
    end if;
    return coalesce(new, old);
end
$$;
create or replace function mart.kind_of(subject_id text)
returns text
language sql immutable parallel safe
as $$ select split_part(subject_id, ':', 1) $$;

comment on function mart.kind_of(text) is 'Kind of a subject, by its durable name: site (政府网站) or account (政务新媒体)';
create table mart.own_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null,
    value numeric not null,
    unit text,
    source text not null,
    note text,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

comment on table mart.own_figure is 'Figures that the office counts itself (自有数据), which no query of ours can make';
comment on column mart.own_figure.jurisdiction_id is 'The office (主管单位)';
comment on column mart.own_figure.period_id is 'The period (检查周期)';
comment on column mart.own_figure.figure_id is 'Its Chinese name, as a text writes it in braces (数据项)';
comment on column mart.own_figure.dimension is 'What it is split by, empty for the whole (分项)';
comment on column mart.own_figure.value is 'The figure, as it is printed (数值)';
comment on column mart.own_figure.unit is 'Unit of counting (单位)';
comment on column mart.own_figure.source is 'Who counted it, or in which file (来源)';
comment on column mart.own_figure.note is 'Remark (备注)';
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
create table mart.quarter_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null default '',
    value numeric,
    numerator numeric,
    denominator numeric,
    sql_file text not null,
    parameters jsonb not null,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

comment on table mart.quarter_figure is 'Figures (数据) of a period, each from one query';
comment on column mart.quarter_figure.jurisdiction_id is 'The office (主管单位)';
comment on column mart.quarter_figure.period_id is 'The period (检查周期)';
comment on column mart.quarter_figure.figure_id is 'Name of the figure';
comment on column mart.quarter_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.quarter_figure.value is 'The figure';
comment on column mart.quarter_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.quarter_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.quarter_figure.sql_file is 'The query that made it';
comment on column mart.quarter_figure.parameters is 'What the query was given';
create table ops.day_stage (
    jurisdiction_id text not null,
    day date not null,
    stage text not null check (stage in ('extracted', 'reconciled', 'evaluated')),
    batch_no integer not null,
    batch_count integer not null,
    planned_count integer not null,
    done_count integer not null,
    detail text,
    primary key (jurisdiction_id, day, stage, batch_no)
);

comment on table ops.day_stage is 'Which day has passed which stage: planned and done';
comment on column ops.day_stage.jurisdiction_id is 'The office (主管单位)';
comment on column ops.day_stage.day is 'Official day';
comment on column ops.day_stage.stage is 'extracted, reconciled or evaluated';
comment on column ops.day_stage.batch_no is 'Batch of subjects, from 0';
comment on column ops.day_stage.batch_count is 'Batches that the day was split into';
comment on column ops.day_stage.planned_count is 'What was to be done';
comment on column ops.day_stage.done_count is 'What was done';
comment on column ops.day_stage.detail is 'What is missing';
create or replace function ops.keep_whole() returns trigger language plpgsql as $$
begin
    raise exception '% is append only: nothing in it is changed or taken out', tg_relid::regclass
        using hint = 'what was wrong is corrected by a further row; who must take out rows by law drops this trigger, '
            'and says so';
end
$$;
comment on function ops.keep_whole is 'Refuses every change of what is append only (只增不改), to its owner too';
create table ops.ingest_batch (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    read_count integer not null,
    quarantined_count integer not null,
    merged_count integer not null,
    in_force_count integer not null,
    state text not null check (state in ('loaded', 'stopped')),
    detail text,
    passed_over_count integer not null default 0,
    primary key (jurisdiction_id, source, day, file)
);

comment on table ops.ingest_batch is 'Counts at every step of each load: read, quarantined, merged, in force';
comment on column ops.ingest_batch.jurisdiction_id is 'The office (主管单位)';
comment on column ops.ingest_batch.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.ingest_batch.day is 'Day of the load';
comment on column ops.ingest_batch.file is 'File or address, without a token';
comment on column ops.ingest_batch.read_count is 'Rows read (读取)';
comment on column ops.ingest_batch.quarantined_count is 'Of these, rows that could not be taken (待核)';
comment on column ops.ingest_batch.passed_over_count is
'Of these, rows that are no data (合计, 注, 填表人, titles): ops.intake_note names them';
comment on column ops.ingest_batch.merged_count is 'Of these, rows merged (入库)';
comment on column ops.ingest_batch.in_force_count is 'Rows in force after it (有效)';
comment on column ops.ingest_batch.state is 'loaded, or stopped by a gate: then what was in force before still is';
comment on column ops.ingest_batch.detail is 'Why it was stopped, or what is worth a look';
create table ops.intake_note (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    sheet text not null,
    row_no integer not null,
    column_name text not null,
    kind text not null,
    value text not null,
    said text not null,
    primary key (jurisdiction_id, source, day, file, sheet, row_no, column_name)
);

comment on table ops.intake_note is
'What a load passed over or emptied and did not stop at: rows that are no data, cells that could not be read';
comment on column ops.intake_note.jurisdiction_id is 'The office (主管单位)';
comment on column ops.intake_note.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.intake_note.day is 'Day of the load';
comment on column ops.intake_note.file is 'File or address, without a token';
comment on column ops.intake_note.sheet is 'Sheet of a workbook of which several are read, else empty';
comment on column ops.intake_note.row_no is 'Row of the export, from 1; 0 for a whole sheet';
comment on column ops.intake_note.column_name is 'Column of a cell that was emptied, or the sheet not read, else empty';
comment on column ops.intake_note.kind is
'emptied (the row is in without this cell), unread sheet, or what the row is: title, total, note, signature, …';
comment on column ops.intake_note.value is 'The cell as it came, without persons';
comment on column ops.intake_note.said is
'What is wrong with the cell, why the sheet was not read, or how the row was told';
create unlogged table ops.page_reading (
    body_id text not null,
    inputs text not null,
    subject_id text not null,
    url text not null,
    read_for date not null,
    valid_from date,
    valid_until date,
    content bytea not null,
    primary key (body_id, inputs)
);
create index on ops.page_reading (subject_id, url);

comment on table ops.page_reading is
'What was read of one body: a cache by which an unchanged page is not read again (extract/remembered.py); emptying '
'it costs time and nothing else';
comment on column ops.page_reading.body_id is 'The record that holds the body';
comment on column ops.page_reading.inputs is 'Digest of everything else that its readers were given';
comment on column ops.page_reading.subject_id is 'The site';
comment on column ops.page_reading.url is 'Address of the page';
comment on column ops.page_reading.read_for is 'Day it was read for first';
comment on column ops.page_reading.valid_from is 'First day it is good for; null without bound';
comment on column ops.page_reading.valid_until is 'Last day it is good for; null without bound';
comment on column ops.page_reading.content is 'What the readers found, packed';
create table ops.quality_result (
    run_id text not null,
    suite text not null,
    day date not null,
    jurisdiction_id text not null,
    expectation text not null,
    column_name text not null,
    severity text not null,
    is_met boolean not null,
    observed text,
    unexpected_count bigint,
    checked_at timestamptz not null,
    remedy text not null default '',
    primary key (run_id, suite, expectation, column_name)
);
create index on ops.quality_result (jurisdiction_id, suite, checked_at desc);

comment on table ops.quality_result is 'Results of the Great Expectations gates';
comment on column ops.quality_result.run_id is 'The run that said so';
comment on column ops.quality_result.suite is 'Suite of expectations (include/expectations)';
comment on column ops.quality_result.day is 'Day that was looked at';
comment on column ops.quality_result.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quality_result.expectation is 'What was expected';
comment on column ops.quality_result.column_name is 'Column that it speaks of; empty for the table';
comment on column ops.quality_result.severity is 'stop, or warn';
comment on column ops.quality_result.is_met is 'Whether it was met';
comment on column ops.quality_result.observed is 'What was seen instead';
comment on column ops.quality_result.unexpected_count is 'Rows that did not meet it';
comment on column ops.quality_result.checked_at is 'Instant of the check, UTC';
comment on column ops.quality_result.remedy is 'What to do about it';
create table ops.quarantine (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    sheet text not null default '',
    row_no integer not null,
    column_name text not null,
    value text,
    reason text not null,
    remedy text not null,
    raw jsonb not null,
    raw_sha256 text not null,
    row_key text,
    state text not null default 'waiting'
    check (state in ('waiting', 'returned', 'discarded', 'mended', 'repeated', 'withdrawn')),
    ended_on date,
    primary key (jurisdiction_id, source, day, file, sheet, row_no, column_name, raw_sha256)
);
create index on ops.quarantine (jurisdiction_id, source, raw_sha256);

comment on table ops.quarantine is 'Input rows that could not be taken, with place, value, reason and remedy';
comment on column ops.quarantine.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quarantine.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.quarantine.day is 'Day of the load';
comment on column ops.quarantine.file is 'File or address, without a token';
comment on column ops.quarantine.sheet is 'Sheet of a workbook of which several are read, else empty';
comment on column ops.quarantine.row_no is 'Row of the export, from 1';
comment on column ops.quarantine.column_name is 'Column at fault';
comment on column ops.quarantine.value is 'Its value';
comment on column ops.quarantine.reason is 'What is wrong with it';
comment on column ops.quarantine.remedy is 'What to do about it';
comment on column ops.quarantine.raw is 'All cells of the row as they came';
comment on column ops.quarantine.raw_sha256 is 'Which row it is, whatever file it comes in: digest of its cells';
comment on column ops.quarantine.row_key is 'Key of the row, where it could be read';
comment on column ops.quarantine.state is
'waiting; returned (a ruling let it in), discarded (ruled out), mended (the source sent it right), repeated (it '
'came
again: the newer row waits), withdrawn (the source sends it no more)';
comment on column ops.quarantine.ended_on is 'Day of the load that ended its waiting';
create table ops.quarantine_ruling (
    jurisdiction_id text not null,
    source text not null,
    raw_sha256 text not null,
    ruling text not null check (ruling in ('corrected', 'approved', 'discarded')),
    cells jsonb not null,
    run_id text not null,
    ruled_on date not null,
    primary key (jurisdiction_id, source, raw_sha256)
);

comment on table ops.quarantine_ruling is
'What people said of quarantined rows: it holds for every load in which such a row comes';
comment on column ops.quarantine_ruling.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quarantine_ruling.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.quarantine_ruling.raw_sha256 is 'Digest of the cells of the row that it speaks of';
comment on column ops.quarantine_ruling.ruling is 'corrected, approved or discarded';
comment on column ops.quarantine_ruling.cells is 'The cells as people corrected them';
comment on column ops.quarantine_ruling.run_id is 'The run that said so';
comment on column ops.quarantine_ruling.ruled_on is 'Day of the ruling';
create table ops.reader_scope (
    login text not null,
    jurisdiction_id text not null default '*',
    region_code text not null default '*' check (region_code = '*' or region_code ~ '^[0-9]{6}$'),
    primary key (login, jurisdiction_id, region_code)
);

comment on table ops.reader_scope is
'Whom a reader of the marts may see, a row for each office or region: written by `python -m inspection grant`';
comment on column ops.reader_scope.login is 'Login of the database';
comment on column ops.reader_scope.jurisdiction_id is 'The office (主管单位); * is every one';
comment on column ops.reader_scope.region_code is
'Administrative division (行政区划代码) with all below it; * is every one';
create table ops.registry_load (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    content_sha256 text not null,
    read_sha256 text,
    primary key (jurisdiction_id, source, day)
);

comment on table ops.registry_load is 'Exports that went into the history: the newest day of a source is in force';
comment on column ops.registry_load.jurisdiction_id is 'The office (主管单位)';
comment on column ops.registry_load.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.registry_load.day is 'Day of the load';
comment on column ops.registry_load.content_sha256 is 'SHA-256 of the export';
comment on column ops.registry_load.read_sha256 is
'Digest of all that the load depended on: content, headers and vocabularies, rulings';
create table ops.registry_unread (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    subject_id text not null,
    url text not null default '',
    primary key (jurisdiction_id, source, day, subject_id, url)
);

comment on table ops.registry_unread is
'Sites, accounts and columns that an export named in a row that could not be read: what held of them holds on';
comment on column ops.registry_unread.jurisdiction_id is 'The office (主管单位)';
comment on column ops.registry_unread.source is 'The input (来源): sites, accounts or columns';
comment on column ops.registry_unread.day is 'Day of the export';
comment on column ops.registry_unread.subject_id is 'The site or account';
comment on column ops.registry_unread.url is 'Of a column its address, else empty';
create table ops.sample_draw (
    jurisdiction_id text not null,
    round_id text not null,
    kind text not null,
    stratum text not null,
    seed text not null,
    drawn_on date not null,
    population_count integer not null,
    excluded_count integer not null,
    drawn_count integer not null,
    share numeric not null,
    primary key (jurisdiction_id, round_id, kind, stratum)
);

comment on table ops.sample_draw is
'How each stratum of a sample was drawn (抽样记录): with the seed and the registry of the day it can be drawn again';
comment on column ops.sample_draw.jurisdiction_id is 'The office (主管单位)';
comment on column ops.sample_draw.round_id is 'The round (检查轮次) whose inspections were drawn';
comment on column ops.sample_draw.kind is 'site or account';
comment on column ops.sample_draw.stratum is 'What its members have in common (分层): level, region, class or platform';
comment on column ops.sample_draw.seed is 'Seed of the draw (随机种子)';
comment on column ops.sample_draw.drawn_on is 'Day whose registry was drawn from';
comment on column ops.sample_draw.population_count is 'Running subjects of the stratum';
comment on column ops.sample_draw.excluded_count is 'Of these, left out because they were drawn lately';
comment on column ops.sample_draw.drawn_count is 'Of these, drawn';
comment on column ops.sample_draw.share is 'The least share asked for (最低抽查比例), 0–1';
create table ops.verification (
    observer_id text not null,
    verified_at timestamptz not null,
    scope text not null check (scope in ('chain', 'all')),
    segment_count integer not null,
    file_count integer not null,
    record_count bigint not null,
    fault_count integer not null,
    faults jsonb not null,
    head_sha256 text,
    primary key (observer_id, verified_at)
);

comment on table ops.verification is 'What came of verifying the evidence (证据核验): store, index, manifests, database';
comment on column ops.verification.observer_id is 'The office whose evidence it is (观测单位)';
comment on column ops.verification.verified_at is 'Instant, UTC';
comment on column ops.verification.scope is 'chain (manifests and index) or all (every byte of every file, too)';
comment on column ops.verification.segment_count is 'Segments looked at';
comment on column ops.verification.file_count is 'Files looked at';
comment on column ops.verification.record_count is 'Records that the index names in them';
comment on column ops.verification.fault_count is 'Faults found';
comment on column ops.verification.faults is 'The first hundred: kind, place, what is told and what is found';
comment on column ops.verification.head_sha256 is 'Digest of the newest segment: to be kept elsewhere';
create table personal.contact (
    jurisdiction_id text not null,
    subject_id text not null,
    header text not null,
    value text not null,
    primary key (jurisdiction_id, subject_id, header)
);

comment on table personal.contact is 'What the newest export says of the persons of a site or account';
comment on column personal.contact.jurisdiction_id is 'The office (主管单位)';
comment on column personal.contact.subject_id is 'The site or account';
comment on column personal.contact.header is 'Header of the export, such as 联系人 or 手机';
comment on column personal.contact.value is 'What the export says there';
create table staging.account_check (
    observer_id text not null,
    subject_id text not null,
    checked_at timestamptz not null,
    connector text not null,
    day date not null check (day = (checked_at at time zone 'Asia/Shanghai')::date),
    outcome text not null,
    is_source_healthy boolean not null,
    name_seen text,
    organiser_seen text,
    is_certified boolean,
    has_interaction boolean,
    post_count integer,
    newest_post_at timestamptz,
    snapshot_id text,
    detail text,
    account_state text,
    functions text[],
    posts_in_week integer,
    download_bytes bigint,
    app_version text,
    app_updated_on date,
    primary key (observer_id, subject_id, day, checked_at, connector)
) partition by range (day);
create table staging.account_check_default partition of staging.account_check default;
create index on staging.account_check (day, subject_id);

comment on table staging.account_check is
'One look at an account by one route (采集): silence counts only while it is ok and its source healthy';
comment on column staging.account_check.observer_id is 'The office that observed (观测单位)';
comment on column staging.account_check.subject_id is 'The account';
comment on column staging.account_check.checked_at is 'Instant of the look, UTC';
comment on column staging.account_check.connector is 'Route that looked (its route_id)';
comment on column staging.account_check.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.account_check.outcome is
'ok, answered (it is there; the source lists no posts, so that nothing is known of silence), failed, blocked, '
'not_found, stale (an old copy), partial (not all the posts), mistaken (another account''s, or not proved to be '
'this one''s) or skipped (budget)';
comment on column staging.account_check.is_source_healthy is 'Whether the route saw its control accounts (对照账号)';
comment on column staging.account_check.name_seen is 'Name that it shows';
comment on column staging.account_check.organiser_seen is 'Organiser that it shows (认证主体)';
comment on column staging.account_check.is_certified is 'Whether the platform certifies it (认证)';
comment on column staging.account_check.has_interaction is
'Whether it offers interaction; null where the source does not tell';
comment on column staging.account_check.post_count is 'Posts that the look saw';
comment on column staging.account_check.newest_post_at is 'Instant of the newest of them, UTC';
comment on column staging.account_check.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.account_check.detail is 'What else there is to say';
comment on column staging.account_check.account_state is
'open, not_found (查询无结果), cancelled, migrated or unusable; null where the source does not say';
comment on column staging.account_check.functions is 'Functions that it offers';
comment on column staging.account_check.posts_in_week is 'Posts of the last week, where the source counts them';
comment on column staging.account_check.download_bytes is 'Size of an app';
comment on column staging.account_check.app_version is 'Version of an app';
comment on column staging.account_check.app_updated_on is 'Day on which an app was updated';
create table staging.column_gap (
    observer_id text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    read_state text not null,
    is_blank boolean,
    newest_item_on date,
    read_on date not null,
    may_be_newer boolean not null,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.column_gap_default partition of staging.column_gap default;
create index on staging.column_gap (day);

comment on table staging.column_gap is
'What columns (栏目) were like on days on which they were not read, as the looks before and after tell';
comment on column staging.column_gap.observer_id is 'The office that observed (观测单位)';
comment on column staging.column_gap.subject_id is 'The site';
comment on column staging.column_gap.url is 'Address of the column';
comment on column staging.column_gap.day is 'The day on which it was not read';
comment on column staging.column_gap.snapshot_id is 'The record that tells: its WARC-Record-ID';
comment on column staging.column_gap.name is 'Name of the column (栏目名称)';
comment on column staging.column_gap.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.column_gap.depth is '1 is first level';
comment on column staging.column_gap.read_state is 'Why it was not read: as in staging.site_column';
comment on column staging.column_gap.is_blank is 'Whether it was without entries; null where no look tells';
comment on column staging.column_gap.newest_item_on is 'Newest day of an entry that was there';
comment on column staging.column_gap.read_on is 'Day of the look that tells';
comment on column staging.column_gap.may_be_newer is
'No later look tells of the day: proof that the column was not late yet, and none that it was, or that it was blank';
create table staging.column_state (
    observer_id text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    last_day date not null check (last_day >= day),
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    source text not null,
    read_state text not null,
    is_blank boolean,
    newest_item_on date,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.column_state_default partition of staging.column_state default;
create index on staging.column_state (day);

comment on table staging.column_state is
'What columns (栏目) were like, kept as changes: a row holds from day to last_day and never crosses the end of a month';
comment on column staging.column_state.observer_id is 'The office that observed (观测单位)';
comment on column staging.column_state.subject_id is 'The site';
comment on column staging.column_state.url is 'Address of the column';
comment on column staging.column_state.day is 'First day it holds';
comment on column staging.column_state.last_day is 'Last day it holds';
comment on column staging.column_state.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.column_state.name is 'Name of the column (栏目名称)';
comment on column staging.column_state.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.column_state.depth is '1 is first level';
comment on column staging.column_state.source is 'registry or discovered';
comment on column staging.column_state.read_state is 'As in staging.site_column';
comment on column staging.column_state.is_blank is 'Whether it is without entries; null where it could not be read';
comment on column staging.column_state.newest_item_on is
'Newest date printed beside its list entries, else of their articles; none after the day';
create table staging.control_probe (
    observer_id text not null,
    vantage text not null,
    url text not null,
    scheduled_at timestamptz not null,
    day date not null check (day = (scheduled_at at time zone 'Asia/Shanghai')::date),
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    primary key (observer_id, vantage, url, day, scheduled_at)
) partition by range (day);
create table staging.control_probe_default partition of staging.control_probe default;
create index on staging.control_probe (day);

comment on table staging.control_probe is
'One look at a known-good host (对照网站) during a round: it answered where there is an http_status, whatever it is';
comment on column staging.control_probe.observer_id is 'The office that observed (观测单位)';
comment on column staging.control_probe.vantage is 'Where we looked from';
comment on column staging.control_probe.url is 'Address of the host';
comment on column staging.control_probe.scheduled_at is 'Planned instant, UTC';
comment on column staging.control_probe.day is 'Official day (Asia/Shanghai) of the planned instant';
comment on column staging.control_probe.started_at is 'Instant at which it began, UTC; null where it did not';
comment on column staging.control_probe.outcome is 'How it ended: a word of ProbeOutcome';
comment on column staging.control_probe.http_status is 'Status of the answer; null where there was none';
comment on column staging.control_probe.seconds is 'Seconds until the answer was complete';
create table staging.host_check (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    host text not null,
    vantage text not null,
    checked_at timestamptz not null,
    certificate_expires_at timestamptz,
    has_aaaa boolean,
    is_ipv6_reachable boolean,
    detail text,
    primary key (observer_id, subject_id, day, host, vantage)
) partition by range (day);
create table staging.host_check_default partition of staging.host_check default;
create index on staging.host_check (day);

comment on table staging.host_check is 'One daily check of a site''s host: its certificate and IPv6';
comment on column staging.host_check.observer_id is 'The office that observed (观测单位)';
comment on column staging.host_check.subject_id is 'The site';
comment on column staging.host_check.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.host_check.host is 'Host name';
comment on column staging.host_check.vantage is 'Where we looked from';
comment on column staging.host_check.checked_at is 'Instant of the look, UTC';
comment on column staging.host_check.certificate_expires_at is
'End of the certificate it sends, good or not, UTC; null without HTTPS';
comment on column staging.host_check.has_aaaa is
'Whether it has a public IPv6 address; null where the name could not be looked up';
comment on column staging.host_check.is_ipv6_reachable is
'Whether it answered over IPv6; null where nothing did (then it may be our own line)';
comment on column staging.host_check.detail is 'What else there is to say';
create table staging.item (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    column_url text not null,
    url text not null,
    snapshot_id text not null,
    title text,
    published_on date,
    primary key (observer_id, subject_id, day, column_url, url)
) partition by range (day);
create table staging.item_default partition of staging.item default;

comment on table staging.item is 'One list entry of a column or home page';
comment on column staging.item.observer_id is 'The office that observed (观测单位)';
comment on column staging.item.subject_id is 'The site';
comment on column staging.item.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.item.column_url is 'Page whose list it is in';
comment on column staging.item.url is 'Address it leads to';
comment on column staging.item.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.item.title is 'Its text';
comment on column staging.item.published_on is 'Date printed beside it, or of its article';
create table staging.line_health (
    observer_id text not null,
    vantage text not null,
    day date not null check (day = (slot_at at time zone 'Asia/Shanghai')::date),
    slot_at timestamptz not null,
    control_count integer not null,
    answered_count integer not null,
    clock_skew_seconds double precision,
    name_count integer not null,
    name_fault_count integer not null,
    is_healthy boolean not null,
    primary key (observer_id, vantage, day, slot_at)
);

comment on table staging.line_health is
'How our own line stood in a round of visits (探测点线路状况): one row per office, vantage and round';
comment on column staging.line_health.observer_id is 'The office that observed (观测单位)';
comment on column staging.line_health.vantage is 'Where we looked from';
comment on column staging.line_health.day is 'Official day (Asia/Shanghai) of the round';
comment on column staging.line_health.slot_at is 'Begin of the round''s half hour, UTC';
comment on column staging.line_health.control_count is 'Looks at known-good hosts (对照网站)';
comment on column staging.line_health.answered_count is 'Those of them that were answered';
comment on column staging.line_health.clock_skew_seconds is
'Median of our clock less those of the known-good hosts (Date, RFC 9110), seconds; null where none told its time';
comment on column staging.line_health.name_count is 'Names of hosts that servers of names were asked for';
comment on column staging.line_health.name_fault_count is 'Those to which none of our servers of names said anything';
comment on column staging.line_health.is_healthy is
'Whether known-good hosts answered, our clock is right to half a minute, and servers of names answered';
create table staging.link (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    page_url text not null,
    target_url text not null,
    snapshot_id text not null,
    kind text not null,
    outcome text not null,
    http_status integer,
    target_snapshot_id text,
    primary key (observer_id, subject_id, day, page_url, target_url)
) partition by range (day);
create table staging.link_default partition of staging.link default;
create index on staging.link (day) where outcome = 'broken';

comment on table staging.link is
'One link of a home page, as the crawl''s own visit found it: whether it counts says staging.broken_link';
comment on column staging.link.observer_id is 'The office that observed (观测单位)';
comment on column staging.link.subject_id is 'The site';
comment on column staging.link.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.link.page_url is 'Page that it stands on';
comment on column staging.link.target_url is 'Address it leads to';
comment on column staging.link.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.link.kind is 'internal, external or attachment';
comment on column staging.link.outcome is 'What its target gave: a word of LinkOutcome';
comment on column staging.link.http_status is 'Status of the answer; null where there was none';
comment on column staging.link.target_snapshot_id is 'The record of its target';
create table staging.mark (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    page_url text not null,
    kind text not null,
    snapshot_id text not null,
    value text,
    detail jsonb not null default '{}',
    primary key (observer_id, subject_id, day, page_url, kind)
) partition by range (day);
create table staging.mark_default partition of staging.mark default;
create index on staging.mark (day);

comment on table staging.mark is 'One footer fact (页脚标识) found on a home page';
comment on column staging.mark.observer_id is 'The office that observed (观测单位)';
comment on column staging.mark.subject_id is 'The site';
comment on column staging.mark.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.mark.page_url is 'The home page';
comment on column staging.mark.kind is 'What it is: a word of MarkKind';
comment on column staging.mark.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.mark.value is 'As printed';
comment on column staging.mark.detail is 'Its parameters; of an error entry (网站找错): site_code, url, host';
create table staging.message (
    jurisdiction_id text not null,
    channel text not null,
    message_id text not null,
    subject_id text,
    received_at timestamptz not null,
    received_on date not null generated always as ((received_at at time zone 'Asia/Shanghai')::date) stored,
    due_at timestamptz,
    closed_at timestamptz,
    is_verified boolean,
    kind text,
    state text,
    is_published boolean,
    deadline_at timestamptz,
    deadline_basis text check (deadline_basis in ('stated', 'rule', 'unconfirmed_rule', 'unknown_calendar')),
    primary key (jurisdiction_id, channel, message_id)
);

comment on table staging.message is 'One message of a visitor (网民留言) and what became of it';
comment on column staging.message.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.message.channel is '找错, 曝光台, 互动交流, 依申请公开, …';
comment on column staging.message.message_id is 'Number of the message';
comment on column staging.message.subject_id is 'The site it speaks of';
comment on column staging.message.received_at is 'Instant of receipt, UTC';
comment on column staging.message.received_on is 'Official day of receipt';
comment on column staging.message.due_at is 'When it is due by the export, UTC';
comment on column staging.message.closed_at is 'When it was closed, UTC; null while it is open';
comment on column staging.message.is_verified is 'Whether the problem was found to be true (属实)';
comment on column staging.message.kind is 'Kind of message as the platform names it (错别字, 咨询, …)';
comment on column staging.message.state is 'State as the platform names it; rejected is 不予受理';
comment on column staging.message.is_published is 'Whether the answer is on the web';
comment on column staging.message.deadline_at is 'First instant that is too late, UTC';
comment on column staging.message.deadline_basis is
'stated by the export, by rule or unconfirmed_rule (include/due-times.yaml and the office''s file), or '
'unknown_calendar';
create table staging.page (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    url text not null,
    snapshot_id text not null,
    kind text not null,
    read_state text not null,
    title text,
    column_name text,
    published_at timestamptz,
    published_on date,
    published_source text,
    newest_item_on date,
    oldest_item_on date,
    item_count integer,
    text_char_count integer,
    charset text,
    published_sources jsonb,
    published_reason text,
    language text,
    skeleton_hash bigint,
    text_hash bigint,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.page_default partition of staging.page default;
create index on staging.page (day);
create index on staging.page (day) where kind = 'home';

comment on table staging.page is 'One page as read on a day';
comment on column staging.page.observer_id is 'The office that observed (观测单位)';
comment on column staging.page.subject_id is 'The site';
comment on column staging.page.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.page.url is 'Address of the page; of a home page or column, the registry''s';
comment on column staging.page.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.page.kind is 'home, column, article or other: a word of PageKind';
comment on column staging.page.read_state is
'How the reading went: ok, empty, script_shell, undecodable, error_page, blocked or failed';
comment on column staging.page.title is 'Its title';
comment on column staging.page.column_name is 'Column it belongs to';
comment on column staging.page.published_at is 'Best instant of publication, UTC';
comment on column staging.page.published_on is 'Best day of publication';
comment on column staging.page.published_source is 'Source of the best: text, markup, list, meta, url or first_seen';
comment on column staging.page.newest_item_on is 'Newest date printed beside its list entries, none after the day';
comment on column staging.page.oldest_item_on is 'Oldest date printed beside its list entries';
comment on column staging.page.item_count is 'List entries on it, dated or not';
comment on column staging.page.text_char_count is 'Characters of its text';
comment on column staging.page.charset is 'Encoding it was read in';
comment on column staging.page.published_sources is 'Day that each source names';
comment on column staging.page.published_reason is
'Why the best was taken: only, agreed, over_tag (printed against a later tag) or first_of_order';
comment on column staging.page.language is 'ISO 639-1, told by script';
comment on column staging.page.skeleton_hash is 'Simhash of its template; null where there is too little';
comment on column staging.page.text_hash is 'Simhash of an article''s sentences; null where there is too little';
create table staging.planned_visit (
    observer_id text not null,
    kind text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    not_before timestamptz not null,
    asked_by text not null,
    detail jsonb not null default '{}',
    state text not null default 'planned',
    visited_at timestamptz,
    snapshot_id text,
    outcome text,
    http_status integer,
    link_outcome text,
    read_state text,
    title text,
    text_char_count integer,
    text_hash bigint,
    note text,
    primary key (observer_id, kind, subject_id, url, day)
) partition by range (day);
create table staging.planned_visit_default partition of staging.planned_visit default;
create index on staging.planned_visit (observer_id, not_before) where state = 'planned';
create index on staging.planned_visit (snapshot_id) where snapshot_id is not null;

comment on table staging.planned_visit is
'One visit that a day''s observations ask for apart from the crawl (额外访问): it is made once, and expires two days '
'overdue';
comment on column staging.planned_visit.observer_id is 'The office that observed (观测单位)';
comment on column staging.planned_visit.kind is 'What for: a word of VisitKind';
comment on column staging.planned_visit.subject_id is 'The site';
comment on column staging.planned_visit.url is 'Address to be visited';
comment on column staging.planned_visit.day is 'Official day whose observations ask';
comment on column staging.planned_visit.not_before is 'Instant before which it is not made, UTC';
comment on column staging.planned_visit.asked_by is 'The page, account or snapshot that asks';
comment on column staging.planned_visit.detail is 'Of a search test: word, and article_url that it must find';
comment on column staging.planned_visit.state is 'planned, done or why it was not made: a word of VisitState';
comment on column staging.planned_visit.visited_at is 'Instant of the visit, UTC';
comment on column staging.planned_visit.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.planned_visit.outcome is 'How it ended: a word of FetchOutcome';
comment on column staging.planned_visit.http_status is 'Status of the answer; null where there was none';
comment on column staging.planned_visit.link_outcome is 'What a link''s target gave: a word of LinkOutcome';
comment on column staging.planned_visit.read_state is
'How the reading went: ok, empty, script_shell, undecodable, error_page, blocked or failed';
comment on column staging.planned_visit.title is 'Its title';
comment on column staging.planned_visit.text_char_count is 'Characters of its text';
comment on column staging.planned_visit.text_hash is 'Simhash of its text';
comment on column staging.planned_visit.note is 'Why it was not made';
create table staging.post (
    observer_id text not null,
    subject_id text not null,
    post_id text not null,
    published_at timestamptz not null,
    published_on date not null generated always as ((published_at at time zone 'Asia/Shanghai')::date) stored,
    first_seen_at timestamptz not null,
    title text,
    url text,
    body text,
    snapshot_id text,
    date_mark text,
    is_repost boolean,
    primary key (observer_id, subject_id, post_id)
);
create index on staging.post (subject_id, published_on);

comment on table staging.post is 'One post of an account (信息)';
comment on column staging.post.observer_id is 'The office that observed (观测单位)';
comment on column staging.post.subject_id is 'The account';
comment on column staging.post.post_id is 'The platform''s id of the post';
comment on column staging.post.published_at is 'Instant of publication, UTC: of several that sources give the earliest';
comment on column staging.post.published_on is 'Official day of publication';
comment on column staging.post.first_seen_at is 'Instant at which we first saw it, UTC';
comment on column staging.post.title is 'Its title';
comment on column staging.post.url is 'Its address';
comment on column staging.post.body is 'Its text';
comment on column staging.post.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.post.date_mark is
'assumed_zone (written without one: Asia/Shanghai) or future (later on the day of our look, taken for its time)';
comment on column staging.post.is_repost is
'Whether it passes on another account''s post (转发); null where the source does not tell';
create table staging.probe (
    observer_id text not null,
    subject_id text not null,
    scheduled_at timestamptz not null,
    vantage text not null,
    day date not null check (day = (scheduled_at at time zone 'Asia/Shanghai')::date),
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    final_url text,
    detail text,
    tls_weakness text,
    lag_seconds double precision
    generated always as (extract(epoch from started_at - scheduled_at)::double precision) stored,
    retried_at timestamptz,
    retry_outcome text,
    primary key (observer_id, subject_id, day, scheduled_at, vantage)
) partition by range (day);
create table staging.probe_default partition of staging.probe default;
create index on staging.probe (day);

comment on table staging.probe is 'One planned visit to a home page (探测) and how it ended';
comment on column staging.probe.observer_id is 'The office that observed (观测单位)';
comment on column staging.probe.subject_id is 'The site';
comment on column staging.probe.scheduled_at is 'Planned instant, UTC';
comment on column staging.probe.vantage is 'Where we looked from';
comment on column staging.probe.day is 'Official day (Asia/Shanghai) of the planned instant';
comment on column staging.probe.started_at is 'Instant at which it began, UTC; null where it did not';
comment on column staging.probe.outcome is 'How it ended: a word of ProbeOutcome';
comment on column staging.probe.http_status is 'Status of the answer; null where there was none';
comment on column staging.probe.seconds is 'Seconds until the answer was complete';
comment on column staging.probe.final_url is 'Where redirects led';
comment on column staging.probe.detail is 'What else there is to say';
comment on column staging.probe.tls_weakness is
'What strict clients refuse of its TLS, and citizens browsers take: no fault of reachability (加密强度不足)';
comment on column staging.probe.lag_seconds is 'How late it began, seconds';
comment on column staging.probe.retried_at is
'Instant of the confirming look, minutes after a failure that may pass, UTC';
comment on column staging.probe.retry_outcome is 'How the confirming look ended';
create table staging.registry_column (
    jurisdiction_id text,
    day date,
    row_no integer,
    subject_id text,
    url text,
    name text,
    class text
);
create index on staging.registry_column (subject_id, url);

comment on table staging.registry_column is
'Rows of the export of columns being loaded, between reading and merging: what the gate looks at';
comment on column staging.registry_column.jurisdiction_id is 'The office (主管单位)';
comment on column staging.registry_column.day is 'Day of the load';
comment on column staging.registry_column.row_no is 'Row of the export, from 1';
comment on column staging.registry_column.subject_id is 'The site';
comment on column staging.registry_column.url is 'Address of the column (栏目网址)';
comment on column staging.registry_column.name is 'Name of the column (栏目名称)';
comment on column staging.registry_column.class is 'Class (栏目类别)';
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
create table staging.report (
    jurisdiction_id text not null,
    report_id text not null,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    found_on date not null,
    body text not null,
    decision text not null,
    locator text,
    note text,
    attachment text,
    is_publishable boolean,
    primary key (jurisdiction_id, report_id)
);

comment on table staging.report is
'One report of an inspector or authority: the word of the office that loaded it, and of no other';
comment on column staging.report.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.report.report_id is 'Number of the report';
comment on column staging.report.subject_id is 'The site or account';
comment on column staging.report.indicator_id is 'Indicator it speaks of, if any';
comment on column staging.report.reason_id is 'Reason it gives, if any';
comment on column staging.report.found_on is 'Day on which it was found';
comment on column staging.report.body is 'Name of the body, never of a person';
comment on column staging.report.decision is 'A word of Decision';
comment on column staging.report.locator is 'Page or post:<id> it speaks of';
comment on column staging.report.note is 'Note';
comment on column staging.report.attachment is 'Attachment';
comment on column staging.report.is_publishable is
'Whether a bulletin may name the subject as an example (可作为典型公开); blank is no';
create table staging.report_picture (
    jurisdiction_id text not null,
    report_id text not null,
    picture_no integer not null,
    kind text not null,
    sha256 text not null,
    content bytea not null,
    file text not null,
    sheet text not null,
    row_no integer not null,
    primary key (jurisdiction_id, report_id, picture_no)
);

comment on table staging.report_picture is
'One picture of a report, as it stood in the worksheet (检查工作表) in which the report came';
comment on column staging.report_picture.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.report_picture.report_id is 'Number of the report';
comment on column staging.report_picture.picture_no is 'Which of its pictures, from 1';
comment on column staging.report_picture.kind is 'png, jpeg, gif, bmp or webp';
comment on column staging.report_picture.sha256 is 'Digest of its bytes, in hexadecimal';
comment on column staging.report_picture.content is 'Its bytes, as they came';
comment on column staging.report_picture.file is 'File in which it came';
comment on column staging.report_picture.sheet is 'Sheet in which it stood';
comment on column staging.report_picture.row_no is 'Row at which it stood, as a spreadsheet counts';
create table staging.sign (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    url text not null,
    topic text not null,
    kind text not null,
    place text not null,
    snapshot_id text not null,
    value text,
    occurrence_count integer not null,
    excerpt text,
    detail jsonb not null default '{}',
    primary key (observer_id, subject_id, day, url, topic, kind, place)
) partition by range (day);
create table staging.sign_default partition of staging.sign default;
create index on staging.sign (day, topic, kind);

comment on table staging.sign is
'One sign (迹象) that a page shows: one generic table, so that a new reader needs no schema';
comment on column staging.sign.observer_id is 'The office that observed (观测单位)';
comment on column staging.sign.subject_id is 'The site or account';
comment on column staging.sign.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.sign.url is 'Address of the page, or post:<id>';
comment on column staging.sign.topic is 'Topic of its reader (docs/tables.md)';
comment on column staging.sign.kind is 'Kind of sign within its topic';
comment on column staging.sign.place is 'What tells two of a kind on one page apart';
comment on column staging.sign.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.sign.value is 'What was read, personal data masked';
comment on column staging.sign.occurrence_count is 'How often';
comment on column staging.sign.excerpt is 'The text around it';
comment on column staging.sign.detail is 'What else its reader says';
create table staging.snapshot (
    observer_id text not null,
    snapshot_id text not null,
    subject_id text not null,
    url text not null,
    fetched_at timestamptz not null,
    day date not null check (day = (fetched_at at time zone 'Asia/Shanghai')::date),
    outcome text not null,
    http_status integer,
    content_type text,
    payload_digest text,
    byte_count bigint,
    refers_to text,
    warc_file text,
    warc_offset bigint,
    warc_length bigint,
    final_url text,
    detail text,
    etag text,
    last_modified text,
    primary key (observer_id, snapshot_id, day)
) partition by range (day);
create table staging.snapshot_default partition of staging.snapshot default;
create index on staging.snapshot (day, subject_id);
create index on staging.snapshot (payload_digest) where outcome = 'unchanged' and refers_to is null;
create index on staging.snapshot (warc_file, warc_offset);
create index on staging.snapshot (observer_id, subject_id, day)
where content_type ~* '(script|json|xml)' and content_type !~* 'xhtml';

comment on table staging.snapshot is 'One planned fetch (快照) and how it ended';
comment on column staging.snapshot.observer_id is 'The office that observed (观测单位)';
comment on column staging.snapshot.snapshot_id is
'The WARC-Record-ID (urn:uuid:…, without angle brackets); where there is no record, an id made from subject, '
'address and time';
comment on column staging.snapshot.subject_id is
'The site or account; external for a link''s target on a host of nobody, visit for an extra visit (whose it is '
'says the plan)';
comment on column staging.snapshot.url is 'Address asked for';
comment on column staging.snapshot.fetched_at is 'Instant of the fetch, UTC';
comment on column staging.snapshot.day is 'Official day (Asia/Shanghai) of the fetch';
comment on column staging.snapshot.outcome is 'How it ended: a word of FetchOutcome';
comment on column staging.snapshot.http_status is
'Status of the answer; of an unchanged page, that of the answer it repeats';
comment on column staging.snapshot.content_type is 'Type that the server names';
comment on column staging.snapshot.payload_digest is 'Digest of the body';
comment on column staging.snapshot.byte_count is 'Size of the body';
comment on column staging.snapshot.refers_to is 'The record that holds the body of an unchanged page';
comment on column staging.snapshot.warc_file is
'File, relative to the snapshot store; a skipped fetch has a file and no offset';
comment on column staging.snapshot.warc_offset is 'Where the record begins, bytes';
comment on column staging.snapshot.warc_length is 'Its length, bytes';
comment on column staging.snapshot.final_url is 'Where a redirect led elsewhere';
comment on column staging.snapshot.detail is
'Why it was skipped or failed, not modified (304), head (of a file only the head was asked for), needs a browser, '
'forwards to … (by meta tag or script)';
comment on column staging.snapshot.etag is 'What the server calls the version by';
comment on column staging.snapshot.last_modified is 'When the server says it was changed';
create table staging.source_health (
    observer_id text not null,
    route_id text not null,
    platform text not null,
    checked_at timestamptz not null,
    batch integer not null,
    day date not null check (day = (checked_at at time zone 'Asia/Shanghai')::date),
    is_healthy boolean not null,
    reason text,
    control_count integer not null,
    good_control_count integer not null,
    newest_control_post_at timestamptz,
    look_count integer not null,
    good_look_count integer not null,
    request_count integer not null,
    primary key (observer_id, route_id, platform, day, checked_at, batch)
) partition by range (day);
create table staging.source_health_default partition of staging.source_health default;
create index on staging.source_health (observer_id, day);

comment on table staging.source_health is 'How a route stood for a platform in one round';
comment on column staging.source_health.observer_id is 'The office that observed (观测单位)';
comment on column staging.source_health.route_id is 'Route of the office''s file that looked';
comment on column staging.source_health.platform is 'Platform of the account (所属平台)';
comment on column staging.source_health.checked_at is 'Instant of the round, UTC';
comment on column staging.source_health.batch is 'Batch of the round';
comment on column staging.source_health.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.source_health.is_healthy is 'Whether it can be trusted';
comment on column staging.source_health.reason is 'Why it is not healthy';
comment on column staging.source_health.control_count is 'Control accounts (对照账号) looked at';
comment on column staging.source_health.good_control_count is 'Of these, those that it saw well';
comment on column staging.source_health.newest_control_post_at is 'Newest post of a control account, UTC';
comment on column staging.source_health.look_count is 'Looks';
comment on column staging.source_health.good_look_count is 'Of these, good ones';
comment on column staging.source_health.request_count is 'Requests made';
create table staging.term_hit (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    locator text not null,
    term text not null,
    occurrence_count integer not null,
    snapshot_id text,
    severity text not null,
    suggestion text,
    list_id text not null,
    word_class text not null default 'writing',
    excerpt text,
    primary key (observer_id, subject_id, day, locator, term)
) partition by range (day);
create table staging.term_hit_default partition of staging.term_hit default;
create index on staging.term_hit (day) where severity = 'grave';

comment on table staging.term_hit is 'One word-list term in a text';
comment on column staging.term_hit.observer_id is 'The office that observed (观测单位)';
comment on column staging.term_hit.subject_id is 'The site or account';
comment on column staging.term_hit.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.term_hit.locator is 'Address of the page, or post:<id>';
comment on column staging.term_hit.term is 'The term; of a pattern, what it found';
comment on column staging.term_hit.occurrence_count is 'How often';
comment on column staging.term_hit.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.term_hit.severity is 'A word of Severity';
comment on column staging.term_hit.suggestion is 'What should stand there; of a pattern, its message';
comment on column staging.term_hit.list_id is 'Word list that has it';
comment on column staging.term_hit.word_class is
'What the list is about: a word of WordClass (文字, 领导人, 机构, 地名, 提法, 法律法规, 禁用词)';
comment on column staging.term_hit.excerpt is 'The text around it';
create table staging.unfolded_day (
    observer_id text not null,
    day date not null
);

comment on table staging.unfolded_day is
'Days whose daily rows of columns changed since they were folded into staging.column_state';
comment on column staging.unfolded_day.observer_id is 'The office that observed (观测单位)';
comment on column staging.unfolded_day.day is 'The day';
create table mart.early_warning (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric not null,
    limit_value numeric not null,
    distance numeric not null,
    level integer not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id)
);

comment on table mart.early_warning is
'Vetoes (单项否决) that are near: the last measure between a warning level and the limit';
comment on column mart.early_warning.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.early_warning.subject_id is 'The site or account';
comment on column mart.early_warning.indicator_id is 'The veto';
comment on column mart.early_warning.day is 'Day of the measure';
comment on column mart.early_warning.value is 'What was measured';
comment on column mart.early_warning.limit_value is 'Where it fails (判定标准)';
comment on column mart.early_warning.distance is 'Limit less value, in the measure unit: days left, share left';
comment on column mart.early_warning.level is 'How many warning levels it has reached (预警级别)';
comment on column mart.early_warning.kind is 'site (政府网站) or account (政务新媒体)';
create table mart.fact_assessment_day (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    day date not null,
    indicator_ids text[] not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, edition_id)
) partition by range (day);
create table mart.fact_assessment_day_default partition of mart.fact_assessment_day default;

comment on table mart.fact_assessment_day is
'What was judged at all (检查记录), so that a pass is never a gap: one row per subject and day';
comment on column mart.fact_assessment_day.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_assessment_day.edition_id is 'Rule edition it judged by';
comment on column mart.fact_assessment_day.subject_id is 'The site or account';
comment on column mart.fact_assessment_day.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_assessment_day.indicator_ids is 'Indicators judged, sorted; those without a finding passed';
comment on column mart.fact_assessment_day.kind is 'site (政府网站) or account (政务新媒体)';
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
create table mart.fact_finding (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    reason_id text not null,
    value numeric,
    limit_value numeric not null,
    verdict text not null check (verdict in ('fail', 'unknown')),
    unknown_reason text,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id)
) partition by range (day);
create table mart.fact_finding_default partition of mart.fact_finding default;
create index on mart.fact_finding (jurisdiction_id, subject_id, indicator_id) where verdict = 'fail';

comment on table mart.fact_finding is 'Findings (问题): what failed or could not be known; a pass is no row';
comment on column mart.fact_finding.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_finding.edition_id is 'Rule edition it judged by';
comment on column mart.fact_finding.subject_id is 'The site or account';
comment on column mart.fact_finding.indicator_id is 'The indicator';
comment on column mart.fact_finding.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_finding.reason_id is 'Reason (存在问题)';
comment on column mart.fact_finding.value is 'Measured value; null where it could not be measured';
comment on column mart.fact_finding.limit_value is 'Limit that it was held against';
comment on column mart.fact_finding.verdict is 'fail (不合格) or unknown (不予判定)';
comment on column mart.fact_finding.unknown_reason is 'Why it could not be known';
comment on column mart.fact_finding.evidence is 'Proof (佐证): list of at most 20 {kind, id, note}';
comment on column mart.fact_finding.kind is 'site (政府网站) or account (政务新媒体)';
create table mart.fact_finding_place (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    place text not null,
    reason_id text not null,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id, place)
) partition by range (day);
create table mart.fact_finding_place_default partition of mart.fact_finding_place default;

comment on table mart.fact_finding_place is
'Every place of a failing finding (问题位置): page, column, account or link, each with its evidence, complete';
comment on column mart.fact_finding_place.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_finding_place.edition_id is 'Rule edition it judged by';
comment on column mart.fact_finding_place.subject_id is 'The site or account';
comment on column mart.fact_finding_place.indicator_id is 'The indicator';
comment on column mart.fact_finding_place.day is 'Monitoring point (监测时间点): the end of this local day';
comment on column mart.fact_finding_place.place is
'Address of the page, column or link; post:<id>; or the subject itself, where it fails as a whole';
comment on column mart.fact_finding_place.reason_id is 'Reason (存在问题)';
comment on column mart.fact_finding_place.evidence is 'Proof (佐证): list of all {kind, id, note} at this place';
comment on column mart.fact_finding_place.kind is 'site (政府网站) or account (政务新媒体)';
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
create table mart.fact_measure_latest (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric,
    limit_value numeric not null,
    verdict text not null,
    sample_count bigint,
    unknown_reason text,
    evidence jsonb not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id)
) with (fillfactor = 45);

comment on table mart.fact_measure_latest is
'Last value of every indicator, also where it passed: early warning (预警) and explaining';
comment on column mart.fact_measure_latest.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_measure_latest.subject_id is 'The site or account';
comment on column mart.fact_measure_latest.indicator_id is 'The indicator';
comment on column mart.fact_measure_latest.day is 'Day of the value';
comment on column mart.fact_measure_latest.value is 'Measured value';
comment on column mart.fact_measure_latest.limit_value is 'Limit it was held against';
comment on column mart.fact_measure_latest.verdict is 'pass (合格), fail (不合格) or unknown (不予判定)';
comment on column mart.fact_measure_latest.sample_count is 'Observations behind the value';
comment on column mart.fact_measure_latest.unknown_reason is 'Why it could not be known';
comment on column mart.fact_measure_latest.evidence is 'Proof (佐证): list of at most 20 {kind, id, note}';
comment on column mart.fact_measure_latest.kind is 'site (政府网站) or account (政务新媒体)';
create table mart.fact_warning_day (
    jurisdiction_id text not null,
    edition_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric not null,
    limit_value numeric not null,
    level integer not null,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, day, subject_id, indicator_id, edition_id)
) partition by range (day);
create table mart.fact_warning_day_default partition of mart.fact_warning_day default;

comment on table mart.fact_warning_day is
'Early warnings (预警) by day: vetoes that passed on the day between a warning level and the limit, every day that '
'was judged';
comment on column mart.fact_warning_day.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.fact_warning_day.edition_id is 'Rule edition it judged by (指标版本)';
comment on column mart.fact_warning_day.subject_id is 'The site or account (检查对象)';
comment on column mart.fact_warning_day.indicator_id is 'The veto';
comment on column mart.fact_warning_day.day is 'Day of the measure';
comment on column mart.fact_warning_day.value is 'What was measured';
comment on column mart.fact_warning_day.limit_value is 'Where it fails (判定标准)';
comment on column mart.fact_warning_day.level is 'How many warning levels it has reached (预警级别)';
comment on column mart.fact_warning_day.kind is 'site (政府网站) or account (政务新媒体)';
create table mart.quarter_subject (
    jurisdiction_id text not null,
    period_id text not null,
    subject_id text not null,
    grade text not null,
    reason_ids text[] not null,
    indicator_ids text[] not null,
    first_failed_on date,
    score numeric,
    score_state text not null,
    finding_days integer not null,
    counts_as text,
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, period_id, subject_id)
);

comment on table mart.quarter_subject is 'Grade (等次) of each subject in a period';
comment on column mart.quarter_subject.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.quarter_subject.period_id is 'The period (检查周期): 2023Q4, 2020-09 or 2023';
comment on column mart.quarter_subject.subject_id is 'The site or account';
comment on column mart.quarter_subject.grade is
'qualified (合格), unqualified (不合格), undetermined (不予判定), excused (例外) or prominent_issue (存在突出问题)';
comment on column mart.quarter_subject.reason_ids is 'Reasons of an unqualified grade, sorted (存在问题)';
comment on column mart.quarter_subject.indicator_ids is 'Vetoes (单项否决) behind it, sorted';
comment on column mart.quarter_subject.first_failed_on is 'First failing day of these in the period';
comment on column mart.quarter_subject.score is 'Score (得分); null while points are not known';
comment on column mart.quarter_subject.score_state is 'incomplete while points of the edition are not known';
comment on column mart.quarter_subject.finding_days is 'Days of the period on which a veto failed';
comment on column mart.quarter_subject.counts_as is
'As what a third grade (存在突出问题) counts in the pass rate: qualified, unqualified or none; else null';
comment on column mart.quarter_subject.kind is 'site (政府网站) or account (政务新媒体)';
create table ops.proposal (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    locator text not null,
    term text not null,
    first_seen_on date not null,
    last_seen_on date not null,
    excerpt text,
    snapshot_id text,
    state text not null check (state in ('open', 'confirmed', 'struck_out', 'downgraded')),
    kind text generated always as (mart.kind_of(subject_id)) stored,
    primary key (jurisdiction_id, subject_id, indicator_id, locator, term)
);

comment on table ops.proposal is 'Findings that a machine proposes for confirmation: unanswered, they fail nobody';
comment on column ops.proposal.jurisdiction_id is 'The office (主管单位)';
comment on column ops.proposal.subject_id is 'The site or account';
comment on column ops.proposal.indicator_id is 'The indicator';
comment on column ops.proposal.locator is 'Page or post:<id>';
comment on column ops.proposal.term is 'What was found there';
comment on column ops.proposal.first_seen_on is 'First day it was seen';
comment on column ops.proposal.last_seen_on is 'Last day it was seen';
comment on column ops.proposal.excerpt is 'The text around it';
comment on column ops.proposal.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column ops.proposal.state is 'open, confirmed, struck_out or downgraded';
comment on column ops.proposal.kind is 'site (政府网站) or account (政务新媒体)';
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
create table archive.segment (
    observer_id text not null,
    segment_no integer not null check (segment_no > 0),
    closed_at timestamptz not null,
    previous_sha256 text not null,
    sha256 text not null,
    file_count integer not null,
    primary key (observer_id, segment_no)
);
create trigger keep_whole before update or delete or truncate on archive.segment
for each statement execute function ops.keep_whole();

comment on table archive.segment is
'Closed segments of an office''s evidence (证据链分段): each names the one before; the newest is the head';
comment on column archive.segment.observer_id is 'The office that observed (观测单位)';
comment on column archive.segment.segment_no is 'Number, from 1 without gaps';
comment on column archive.segment.closed_at is 'Instant of its closing, UTC';
comment on column archive.segment.previous_sha256 is 'SHA-256 of the manifest before; zeros for the first';
comment on column archive.segment.sha256 is 'SHA-256 of its manifest, manifests/<office>/<no>.json in the store';
comment on column archive.segment.file_count is 'Files that it names';
create table mart.bulletin (
    bulletin_id text not null,
    edition_no integer not null,
    jurisdiction_id text not null,
    period_id text not null,
    title text not null,
    template text not null,
    state text not null check (state in ('draft', 'signed')),
    content_sha256 text not null,
    output_path text not null,
    signed_by text,
    signed_at timestamptz,
    files_sha256 text not null default '',
    issued_on date,
    document_number text not null default '',
    change_list jsonb not null default '{}',
    warnings text[] not null default '{}',
    drafted_by text not null default '',
    primary key (bulletin_id, edition_no)
);
create trigger keep_signed before update or delete on mart.bulletin
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin
for each statement execute function ops.keep_whole();

comment on table mart.bulletin is 'Editions of bulletins (通报): drafts and signed ones';
comment on column mart.bulletin.bulletin_id is 'The publication';
comment on column mart.bulletin.edition_no is 'Its edition (版次)';
comment on column mart.bulletin.jurisdiction_id is 'The office that publishes (主管单位)';
comment on column mart.bulletin.period_id is 'The period (检查周期)';
comment on column mart.bulletin.title is 'Title (标题)';
comment on column mart.bulletin.template is 'Template it was made from';
comment on column mart.bulletin.state is 'draft (草稿) or signed (签发)';
comment on column mart.bulletin.content_sha256 is 'SHA-256 of its page bulletin.html';
comment on column mart.bulletin.output_path is 'Folder of its files';
comment on column mart.bulletin.signed_by is 'Who signed (签发人)';
comment on column mart.bulletin.signed_at is 'When, UTC';
comment on column mart.bulletin.files_sha256 is
'SHA-256 of all files: of the lines that sha256sum prints for them, sorted by name';
comment on column mart.bulletin.issued_on is 'Day of issue (成文日期); null for a draft';
comment on column mart.bulletin.document_number is 'Serial number given by the registry of documents (发文序号)';
comment on column mart.bulletin.change_list is
'What differs from the edition signed before (更正内容): figures, list rows, sentences; empty for the first';
comment on column mart.bulletin.warnings is
'What could not be set or printed as the office asks, told to whoever signs (提示)';
comment on column mart.bulletin.drafted_by is 'Who had it drafted (拟稿人); empty where the schedule did';
create table mart.fact_decision (
    decision_id uuid primary key,
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    decision text not null check (decision in ('confirmed', 'struck_out', 'downgraded', 'reported')),
    valid_from date not null,
    valid_to date,
    locator text,
    body text not null,
    note text,
    attachment text,
    report_id text,
    recorded_at timestamptz not null default now(),
    kind text generated always as (mart.kind_of(subject_id)) stored
);
create index on mart.fact_decision (jurisdiction_id, subject_id, indicator_id);
create trigger keep_whole before update or delete or truncate on mart.fact_decision
for each statement execute function ops.keep_whole();

comment on table mart.fact_decision is 'What people said (人工判定); append only, untouched by judging';
comment on column mart.fact_decision.decision_id is 'UUID made from its content';
comment on column mart.fact_decision.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_decision.subject_id is 'The site or account';
comment on column mart.fact_decision.indicator_id is 'Indicator it speaks of, if any';
comment on column mart.fact_decision.reason_id is 'Reason it gives, if any';
comment on column mart.fact_decision.decision is
'confirmed (确认), struck_out (误报, 核减), downgraded (降级) or reported (报告)';
comment on column mart.fact_decision.valid_from is 'Day it speaks of, and first day it holds';
comment on column mart.fact_decision.valid_to is 'Last day it holds; null without end';
comment on column mart.fact_decision.locator is 'Page or post:<id> it speaks of; null for the indicator as a whole';
comment on column mart.fact_decision.body is 'Body that decided, never a person';
comment on column mart.fact_decision.note is 'Note';
comment on column mart.fact_decision.attachment is 'Attachment';
comment on column mart.fact_decision.report_id is 'The report it came from';
comment on column mart.fact_decision.recorded_at is 'When it was entered (known_until replays what was known)';
comment on column mart.fact_decision.kind is 'site (政府网站) or account (政务新媒体)';
create table ops.bulletin_answer (
    bulletin_id text not null,
    answered_at timestamptz not null,
    decision text not null check (decision in ('signed', 'returned')),
    answered_by text not null,
    note text not null,
    draft_sha256 text not null,
    edition_no integer,
    primary key (bulletin_id, answered_at)
);
create trigger keep_whole before update or delete or truncate on ops.bulletin_answer
for each statement execute function ops.keep_whole();

comment on table ops.bulletin_answer is
'What people answered to a draft (审签意见); a draft that is rebuilt does not erase it';
comment on column ops.bulletin_answer.bulletin_id is 'The publication';
comment on column ops.bulletin_answer.answered_at is 'Instant of the answer, UTC';
comment on column ops.bulletin_answer.decision is 'signed (签发) or returned (退回)';
comment on column ops.bulletin_answer.answered_by is 'Who answered';
comment on column ops.bulletin_answer.note is 'Note';
comment on column ops.bulletin_answer.draft_sha256 is 'SHA-256 of the page of the draft that was answered';
comment on column ops.bulletin_answer.edition_no is 'Edition (版次) that was signed; null where it was returned';
create table ops.proposal_answer (
    jurisdiction_id text not null,
    report_id text not null,
    answered_at timestamptz not null,
    answered_by text not null,
    decision text not null,
    shown_sha256 text not null,
    primary key (jurisdiction_id, report_id, answered_at)
);
create trigger keep_whole before update or delete or truncate on ops.proposal_answer
for each statement execute function ops.keep_whole();

comment on table ops.proposal_answer is
'What people answered to proposals (确认记录): who, when, and what they were shown; append only';
comment on column ops.proposal_answer.jurisdiction_id is 'The office (主管单位)';
comment on column ops.proposal_answer.report_id is 'The report made of the answer, and so its decision';
comment on column ops.proposal_answer.answered_at is 'Instant of the answer, UTC';
comment on column ops.proposal_answer.answered_by is 'Login of who answered';
comment on column ops.proposal_answer.decision is 'confirmed (确认), downgraded (降级) or struck_out (剔除)';
comment on column ops.proposal_answer.shown_sha256 is 'SHA-256 of the text of the batch that was shown';
create table ops.question (
    question text not null,
    said_at timestamptz not null,
    step text not null check (step in ('shown', 'answered')),
    told jsonb not null,
    primary key (question, said_at, step)
);
create trigger keep_whole before update or delete or truncate on ops.question
for each statement execute function ops.keep_whole();

comment on table ops.question is
'Questions to people and their answers (询问与答复), as the asking task saw them; append only';
comment on column ops.question.question is 'DAG, run, task and its number';
comment on column ops.question.said_at is 'Instant, UTC';
comment on column ops.question.step is 'shown (展示) or answered (答复)';
comment on column ops.question.told is 'What was shown, or the answer: choice, fields, who and when';
create or replace function staging.note_new_columns()
returns trigger
language plpgsql
as $$
begin
    insert into staging.unfolded_day (observer_id, day) select distinct observer_id, day from new_row;
    return null;
end
$$;
create or replace function staging.note_old_columns()
returns trigger
language plpgsql
as $$
begin
    insert into staging.unfolded_day (observer_id, day) select distinct observer_id, day from old_row;
    return null;
end
$$;
create table archive.segment_file (
    observer_id text not null,
    segment_no integer not null,
    file text not null,
    sha256 text not null,
    primary key (observer_id, segment_no, file),
    foreign key (observer_id, segment_no) references archive.segment
);
create index on archive.segment_file (file);

comment on table archive.segment_file is 'Files of the segments (分段文件), as the manifests name them';
comment on column archive.segment_file.observer_id is 'The office that observed (观测单位)';
comment on column archive.segment_file.segment_no is 'The segment';
comment on column archive.segment_file.file is 'File, relative to the snapshot store';
comment on column archive.segment_file.sha256 is 'SHA-256 of its bytes when it was closed';
create table mart.bulletin_figure (
    bulletin_id text not null,
    edition_no integer not null,
    figure_id text not null,
    period_id text not null,
    dimension text not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    printed text not null,
    sql_file text not null,
    parameters jsonb not null,
    primary key (bulletin_id, edition_no, figure_id, period_id, dimension),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
create trigger keep_signed before update or delete on mart.bulletin_figure
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin_figure
for each statement execute function ops.keep_whole();

comment on table mart.bulletin_figure is 'Figures as a bulletin prints them: the only place of printed forms';
comment on column mart.bulletin_figure.bulletin_id is 'The publication';
comment on column mart.bulletin_figure.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_figure.figure_id is 'Name of the figure';
comment on column mart.bulletin_figure.period_id is 'Period of the figure';
comment on column mart.bulletin_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.bulletin_figure.value is 'The figure';
comment on column mart.bulletin_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.bulletin_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.bulletin_figure.printed is 'As printed (印发形式)';
comment on column mart.bulletin_figure.sql_file is 'The query that made it';
comment on column mart.bulletin_figure.parameters is 'What the query was given';
create table mart.bulletin_file (
    bulletin_id text not null,
    edition_no integer not null,
    name text not null,
    sha256 text not null,
    byte_count bigint not null,
    primary key (bulletin_id, edition_no, name),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
create trigger keep_signed before update or delete on mart.bulletin_file
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin_file
for each statement execute function ops.keep_whole();

comment on table mart.bulletin_file is 'Files of an edition, as they were written (印发文件)';
comment on column mart.bulletin_file.bulletin_id is 'The publication';
comment on column mart.bulletin_file.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_file.name is 'Name of the file in the folder of the edition';
comment on column mart.bulletin_file.sha256 is 'SHA-256 of its bytes, hexadecimal';
comment on column mart.bulletin_file.byte_count is 'Its size in bytes';
create table staging.site_column (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    url text not null,
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    source text not null,
    read_state text not null,
    item_count integer,
    is_blank boolean,
    newest_item_on date,
    oldest_item_on date,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.site_column_default partition of staging.site_column default;
create index on staging.site_column (day);
create trigger note_inserted after insert on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_updated_from after update on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();
create trigger note_updated_to after update on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_deleted after delete on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();

comment on table staging.site_column is 'One column (栏目) of a site on a day';
comment on column staging.site_column.observer_id is 'The office that observed (观测单位)';
comment on column staging.site_column.subject_id is 'The site';
comment on column staging.site_column.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.site_column.url is 'Address of the column';
comment on column staging.site_column.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.site_column.name is 'Name of the column (栏目名称)';
comment on column staging.site_column.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.site_column.depth is '1 is first level';
comment on column staging.site_column.source is 'registry or discovered';
comment on column staging.site_column.read_state is 'As in staging.page, also not_crawled';
comment on column staging.site_column.item_count is 'List entries, dated or not';
comment on column staging.site_column.is_blank is 'Whether it is without entries; null where it could not be read';
comment on column staging.site_column.newest_item_on is
'Newest date printed beside its list entries, none after the day';
comment on column staging.site_column.oldest_item_on is 'Oldest date printed beside its list entries';
create table public._schema (file text primary key, sha256 text not null);
insert into public._schema values ('migrations/0001-baseline', '');
