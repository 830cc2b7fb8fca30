-- needs: mart/fact_finding mart/dim_indicator mart/dim_reason mart/dim_office mart/dim_day mart/views/subject_version
create or replace view mart.finding_wide with (security_invoker) as
select
    finding.jurisdiction_id,
    office.office_zh,
    finding.day,
    day.week_starts_on,
    day.month_id,
    day.quarter_id,
    finding.subject_id,
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
    finding.edition_id,
    finding.indicator_id,
    indicator.title_zh as indicator_zh,
    indicator.title_en as indicator_en,
    indicator.part,
    indicator.source,
    finding.reason_id,
    reason.reason_zh,
    reason.reason_en,
    finding.verdict,
    finding.unknown_reason,
    finding.value,
    finding.limit_value
from mart.fact_finding as finding
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.dim_day as day using (day)
inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
inner join mart.dim_reason as reason on finding.reason_id = reason.reason_id
inner join mart.subject_version as subject
    on
        finding.jurisdiction_id = subject.jurisdiction_id
        and finding.subject_id = subject.subject_id
        and finding.day >= subject.holds_from
        and finding.day < subject.holds_to;

comment on view mart.finding_wide is
'Findings (问题) with all names: one row per office, day, subject and indicator that failed or could not be known';
comment on column mart.finding_wide.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.finding_wide.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.finding_wide.day is 'Official day (Asia/Shanghai)';
comment on column mart.finding_wide.week_starts_on is 'Monday of its week';
comment on column mart.finding_wide.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.finding_wide.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.finding_wide.subject_id is 'The site or account (检查对象)';
comment on column mart.finding_wide.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.finding_wide.name is 'Registered name (名称)';
comment on column mart.finding_wide.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.finding_wide.home_url is 'Address of the home page (首页网址)';
comment on column mart.finding_wide.platform is 'Platform of an account (所属平台)';
comment on column mart.finding_wide.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.finding_wide.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.finding_wide.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.finding_wide.region is 'Name of the division (所属地区)';
comment on column mart.finding_wide.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.finding_wide.province_code is 'Code of its province (省级)';
comment on column mart.finding_wide.level is 'Level of the organiser (层级)';
comment on column mart.finding_wide.edition_id is 'Rule edition it judged by (指标版本)';
comment on column mart.finding_wide.indicator_id is 'The indicator (指标)';
comment on column mart.finding_wide.indicator_zh is 'Its title in Chinese';
comment on column mart.finding_wide.indicator_en is 'Its title in English';
comment on column mart.finding_wide.part is 'veto (单项否决), prominent, deduction (扣分) or bonus (加分)';
comment on column mart.finding_wide.source is 'Clause it rests on (依据)';
comment on column mart.finding_wide.reason_id is 'Reason (存在问题)';
comment on column mart.finding_wide.reason_zh is 'Reason in Chinese';
comment on column mart.finding_wide.reason_en is 'Reason in English';
comment on column mart.finding_wide.verdict is 'fail (不合格) or unknown (不予判定)';
comment on column mart.finding_wide.unknown_reason is 'Why it could not be known';
comment on column mart.finding_wide.value is 'Measured value';
comment on column mart.finding_wide.limit_value is 'Limit it was held against (判定标准)';
