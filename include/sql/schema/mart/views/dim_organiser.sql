-- needs: mart/views/subject_version
create or replace view mart.dim_organiser with (security_invoker) as
select
    jurisdiction_id,
    organiser,
    mode() within group (order by organiser_class) as organiser_class,
    mode() within group (order by region_code) as region_code,
    count(*) filter (where kind = 'site') as site_count,
    count(*) filter (where kind = 'account') as account_count
from mart.subject_version
where holds_to = '9999-12-31'
group by jurisdiction_id, organiser;

comment on view mart.dim_organiser is
'Units that answer for sites and accounts (主办单位), by the newest version of each subject';
comment on column mart.dim_organiser.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.dim_organiser.organiser is 'Its name, the key within an office';
comment on column mart.dim_organiser.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.dim_organiser.region_code is 'Division of most of its subjects (行政区划代码)';
comment on column mart.dim_organiser.site_count is 'Sites that it answers for or last did';
comment on column mart.dim_organiser.account_count is 'Accounts that it answers for or last did';
