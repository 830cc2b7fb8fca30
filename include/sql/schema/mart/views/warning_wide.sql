-- A run of warning days is one warning, from its first day. It came true where the veto failed afterwards.
-- needs: mart/fact_warning_day mart/fact_case mart/dim_indicator mart/dim_reason mart/dim_office mart/dim_day
-- needs: mart/views/subject_version mart/early_warning
create or replace view mart.warning_wide with (security_invoker) as
with numbered as (
    select
        jurisdiction_id,
        subject_id,
        indicator_id,
        edition_id,
        day,
        level,
        day - (
            row_number() over (partition by jurisdiction_id, subject_id, indicator_id order by day)
        )::integer as run
    from mart.fact_warning_day
),

warned as (
    select
        jurisdiction_id,
        subject_id,
        indicator_id,
        max(edition_id) as edition_id,
        min(day) as warned_on,
        max(day) as last_warned_on,
        max(level) as level
    from numbered
    group by jurisdiction_id, subject_id, indicator_id, run
)

select
    warned.jurisdiction_id,
    office.office_zh,
    warned.warned_on,
    day.month_id,
    day.quarter_id,
    warned.subject_id,
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
    warned.indicator_id,
    indicator.title_zh as indicator_zh,
    indicator.title_en as indicator_en,
    indicator.reason_id,
    reason.reason_zh,
    reason.reason_en,
    warned.last_warned_on,
    warned.level as warning_level,
    failed.opened_on as failed_on,
    case when failed.opened_on is not null then true when pending.day is null then false end as came_true
from warned
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.dim_day as day on warned.warned_on = day.day
inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
inner join mart.dim_reason as reason on indicator.reason_id = reason.reason_id
inner join mart.subject_version as subject
    on
        warned.jurisdiction_id = subject.jurisdiction_id
        and warned.subject_id = subject.subject_id
        and warned.warned_on >= subject.holds_from
        and warned.warned_on < subject.holds_to
left join mart.fact_case as failed
    on
        warned.jurisdiction_id = failed.jurisdiction_id
        and warned.subject_id = failed.subject_id
        and warned.indicator_id = failed.indicator_id
        and warned.last_warned_on + 1 = failed.opened_on
left join mart.early_warning as pending
    on
        warned.jurisdiction_id = pending.jurisdiction_id
        and warned.subject_id = pending.subject_id
        and warned.indicator_id = pending.indicator_id
        and warned.last_warned_on = pending.day;

comment on view mart.warning_wide is
'Early warnings (预警) with all names and what became of them: one row per run of warning days of a subject and veto';
comment on column mart.warning_wide.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.warning_wide.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.warning_wide.warned_on is 'First day of the warning (预警日期)';
comment on column mart.warning_wide.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.warning_wide.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.warning_wide.subject_id is 'The site or account (检查对象)';
comment on column mart.warning_wide.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.warning_wide.name is 'Registered name (名称)';
comment on column mart.warning_wide.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.warning_wide.home_url is 'Address of the home page (首页网址)';
comment on column mart.warning_wide.platform is 'Platform of an account (所属平台)';
comment on column mart.warning_wide.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.warning_wide.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.warning_wide.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.warning_wide.region is 'Name of the division (所属地区)';
comment on column mart.warning_wide.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.warning_wide.province_code is 'Code of its province (省级)';
comment on column mart.warning_wide.level is 'Level of the organiser (层级)';
comment on column mart.warning_wide.indicator_id is 'The veto (单项否决)';
comment on column mart.warning_wide.indicator_zh is 'Its title in Chinese';
comment on column mart.warning_wide.indicator_en is 'Its title in English';
comment on column mart.warning_wide.reason_id is 'Reason that a fail gives (存在问题)';
comment on column mart.warning_wide.reason_zh is 'Reason in Chinese';
comment on column mart.warning_wide.reason_en is 'Reason in English';
comment on column mart.warning_wide.last_warned_on is 'Last day of the run';
comment on column mart.warning_wide.warning_level is 'Highest warning level reached (预警级别)';
comment on column mart.warning_wide.failed_on is 'Day after the run, where the veto failed on it and a case began';
comment on column mart.warning_wide.came_true is 'Whether it did; null while the warning stands';
