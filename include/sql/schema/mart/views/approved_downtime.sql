-- needs: mart/dim_downtime mart/dim_subject
create or replace view mart.approved_downtime with (security_invoker) as
select
    jurisdiction_id,
    subject_id,
    starts_at,
    ends_at
from mart.dim_downtime
union all
-- A registered downtime (下线起止日期) ends with its last day, or when the registry says it no more.
select
    version.jurisdiction_id,
    version.subject_id,
    version.down_from::timestamp at time zone 'Asia/Shanghai' as starts_at,
    least(version.down_to + 1, version.valid_to)::timestamp at time zone 'Asia/Shanghai' as ends_at
from mart.dim_subject as version
where
    version.down_from is not null
    and coalesce(version.down_to + 1, version.valid_to) > version.down_from
    and (version.valid_to is null or version.valid_to > version.down_from);

comment on view mart.approved_downtime is
'Approved downtimes (临时下线) of an office''s sites, from its list and from its registry: one row per site and beginning';
comment on column mart.approved_downtime.jurisdiction_id is 'The office whose list or registry names it (主管单位)';
comment on column mart.approved_downtime.subject_id is 'The site';
comment on column mart.approved_downtime.starts_at is 'Beginning, UTC';
comment on column mart.approved_downtime.ends_at is 'End, UTC';
