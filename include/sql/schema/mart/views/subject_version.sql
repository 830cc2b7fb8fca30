-- Each version holds to the next one: of any day there is exactly one of each subject, so that a fact of a day before
-- the first export or after the last one still has its names.
-- needs: mart/dim_subject
create or replace view mart.subject_version with (security_invoker) as
select
    jurisdiction_id,
    subject_id,
    case
        when lag(valid_from) over history is null then '0001-01-01'::date
        else valid_from
    end as holds_from,
    coalesce(lead(valid_from) over history, '9999-12-31'::date) as holds_to,
    kind,
    name,
    site_code,
    home_url,
    platform,
    organiser,
    organiser_class,
    region_code,
    region,
    case when region_code !~ '^..0000' then left(region_code, 4) || '00' end as city_code,
    left(region_code, 2) || '0000' as province_code,
    level,
    status,
    valid_to
from mart.dim_subject
window history as (partition by jurisdiction_id, subject_id order by valid_from);

comment on view mart.subject_version is
'Versions of sites and accounts (检查对象) by which a fact of any day finds its names: day >= holds_from and day < '
'holds_to';
comment on column mart.subject_version.jurisdiction_id is 'The office whose registry says so (主管单位)';
comment on column mart.subject_version.subject_id is 'The site or account (检查对象)';
comment on column mart.subject_version.holds_from is
'First day on which these names are used; 0001-01-01 for the first version';
comment on column mart.subject_version.holds_to is 'Day from which the next version is used; 9999-12-31 for the last';
comment on column mart.subject_version.kind is 'site (政府网站) or account (政务新媒体)';
comment on column mart.subject_version.name is 'Registered name (名称)';
comment on column mart.subject_version.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.subject_version.home_url is 'Address of the home page (首页网址)';
comment on column mart.subject_version.platform is 'Platform of an account (所属平台)';
comment on column mart.subject_version.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.subject_version.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.subject_version.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.subject_version.region is 'Name of the division (所属地区)';
comment on column mart.subject_version.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.subject_version.province_code is 'Code of its province (省级)';
comment on column mart.subject_version.level is 'Level of the organiser (层级)';
comment on column mart.subject_version.status is 'Status in the registry (运行状态)';
comment on column mart.subject_version.valid_to is 'Day from which the registry names it no more; null while it does';
