-- An office's sites by whatever it judges by: its own probes, or those of the office that it observes with.
-- needs: mart/fact_probe_hour mart/dim_office mart/dim_day mart/views/subject_version
create or replace view mart.availability_hour with (security_invoker) as
select
    office.jurisdiction_id,
    office.office_zh,
    probed.day,
    day.is_working_day,
    day.week_starts_on,
    day.month_id,
    day.quarter_id,
    probed.hour,
    probed.subject_id,
    subject.name,
    subject.site_code,
    subject.home_url,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    probed.counted_count,
    probed.failed_count
from mart.fact_probe_hour as probed
inner join mart.dim_office as office using (observer_id)
inner join mart.dim_day as day using (day)
inner join mart.subject_version as subject
    on
        office.jurisdiction_id = subject.jurisdiction_id
        and probed.subject_id = subject.subject_id
        and probed.day >= subject.holds_from
        and probed.day < subject.holds_to;

comment on view mart.availability_hour is
'Visits to home pages (探测) by site, day and hour, with all names: availability is 1 - sum(failed_count) / '
'sum(counted_count)';
comment on column mart.availability_hour.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.availability_hour.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.availability_hour.day is 'Official day (Asia/Shanghai)';
comment on column mart.availability_hour.is_working_day is 'Whether it is a working day (工作日)';
comment on column mart.availability_hour.week_starts_on is 'Monday of its week';
comment on column mart.availability_hour.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.availability_hour.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.availability_hour.hour is 'Local hour of the planned visits, 0–23';
comment on column mart.availability_hour.subject_id is 'The site';
comment on column mart.availability_hour.name is 'Registered name (名称)';
comment on column mart.availability_hour.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.availability_hour.home_url is 'Address of the home page (首页网址)';
comment on column mart.availability_hour.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.availability_hour.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.availability_hour.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.availability_hour.region is 'Name of the division (所属地区)';
comment on column mart.availability_hour.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.availability_hour.province_code is 'Code of its province (省级)';
comment on column mart.availability_hour.level is 'Level of the organiser (层级)';
comment on column mart.availability_hour.counted_count is 'Visits that count';
comment on column mart.availability_hour.failed_count is 'Those of the counted that failed';
