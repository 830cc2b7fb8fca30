-- needs: mart/fact_case mart/dim_reason mart/dim_office mart/dim_day mart/views/subject_version
create or replace view mart.case_wide with (security_invoker) as
select
    found.jurisdiction_id,
    office.office_zh,
    found.opened_on,
    day.month_id,
    day.quarter_id,
    found.subject_id,
    subject.kind,
    subject.name,
    subject.site_code,
    subject.home_url,
    subject.platform,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    found.indicator_id,
    found.reason_id,
    reason.reason_zh,
    reason.reason_en,
    found.last_failed_on,
    found.closed_on,
    found.closed_on - found.opened_on as days_to_mend,
    found.failed_day_count
from mart.fact_case as found
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.dim_day as day on found.opened_on = day.day
inner join mart.dim_reason as reason using (reason_id)
inner join mart.subject_version as subject
    on
        found.jurisdiction_id = subject.jurisdiction_id
        and found.subject_id = subject.subject_id
        and found.opened_on >= subject.holds_from
        and found.opened_on < subject.holds_to;

comment on view mart.case_wide is
'Cases (问题台账) with all names: one row per problem from discovery to the day it was seen right';
comment on column mart.case_wide.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.case_wide.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.case_wide.opened_on is 'First failing day (发现日期)';
comment on column mart.case_wide.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.case_wide.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.case_wide.subject_id is 'The site or account (检查对象)';
comment on column mart.case_wide.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.case_wide.name is 'Registered name (名称)';
comment on column mart.case_wide.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.case_wide.home_url is 'Address of the home page (首页网址)';
comment on column mart.case_wide.platform is 'Platform of an account (所属平台)';
comment on column mart.case_wide.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.case_wide.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.case_wide.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.case_wide.region is 'Name of the division (所属地区)';
comment on column mart.case_wide.city_code is 'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.case_wide.province_code is 'Code of its province (省级)';
comment on column mart.case_wide.level is 'Level of the organiser (层级)';
comment on column mart.case_wide.indicator_id is 'The indicator (指标)';
comment on column mart.case_wide.reason_id is 'Reason (存在问题)';
comment on column mart.case_wide.reason_zh is 'Reason in Chinese';
comment on column mart.case_wide.reason_en is 'Reason in English';
comment on column mart.case_wide.last_failed_on is 'Last failing day so far';
comment on column mart.case_wide.closed_on is 'Day it was seen right (整改日期); null while open';
comment on column mart.case_wide.days_to_mend is
'Days from discovery until it was seen right (整改天数); null while open';
comment on column mart.case_wide.failed_day_count is 'Failing days';
