-- The codes are a tree (GB/T 2260): province, city and county are two digits each.
-- needs: mart/dim_subject
create or replace view mart.dim_region with (security_invoker) as
with named as (
    select
        region_code,
        mode() within group (order by region) as region
    from mart.dim_subject
    where region_code ~ '^[0-9]{6}$'
    group by region_code
),

placed as (
    select distinct above.region_code
    from named
    cross join
        lateral (
            values (left(named.region_code, 2) || '0000'), (left(named.region_code, 4) || '00'), (named.region_code)
        ) as above (region_code)
)

select
    placed.region_code,
    named.region,
    case
        when placed.region_code like '%0000' then 'province'
        when placed.region_code like '%00' then 'city'
        else 'county'
    end as level,
    case
        when placed.region_code like '%0000' then null
        when placed.region_code like '%00' then left(placed.region_code, 2) || '0000'
        else left(placed.region_code, 4) || '00'
    end as parent_code,
    case when placed.region_code not like '%0000' then left(placed.region_code, 4) || '00' end as city_code,
    left(placed.region_code, 2) || '0000' as province_code
from placed
left join named using (region_code);

comment on view mart.dim_region is
'Administrative divisions (行政区划) of all subjects, and the cities and provinces above them';
comment on column mart.dim_region.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.dim_region.region is
'Name that most registrations give; null where no subject is registered for the division itself';
comment on column mart.dim_region.level is 'province, city or county, by the code';
comment on column mart.dim_region.parent_code is 'The division above it; null for a province';
comment on column mart.dim_region.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.dim_region.province_code is 'Code of its province (省级)';
