-- needs: mart/views/subject_version
create or replace view mart.dim_platform with (security_invoker) as
select
    platform,
    count(*) as account_count
from mart.subject_version
where kind = 'account' and holds_to = '9999-12-31'
group by platform;

comment on view mart.dim_platform is
'Platforms (平台) that registered accounts stand on';
comment on column mart.dim_platform.platform is 'Its canonical name (所属平台)';
comment on column mart.dim_platform.account_count is 'Accounts on it, by their newest version';
