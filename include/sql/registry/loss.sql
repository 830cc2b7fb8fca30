-- How much of a registry in force on its day an incoming export no longer names in a row that can be taken.
-- grain:  one row
-- reads:  mart.registry_version, staging.registry_incoming
-- params: jurisdiction_id, kind (site, account or column), day
with incoming as (
    select distinct
        subject_id,
        url
    from staging.registry_incoming
    where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s
)

select
    count(*) as in_force_count,
    count(*) filter (where incoming.subject_id is null) as lost_count
from mart.registry_version as version
left join incoming using (subject_id, url)
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.kind = %(kind)s
    and version.valid_from <= %(day)s
    and (version.valid_to is null or version.valid_to > %(day)s);
