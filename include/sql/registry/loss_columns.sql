-- How many of the columns in force on its day an incoming export no longer names in a row that can be taken.
-- grain:  one row
-- reads:  mart.dim_column, staging.registry_column
-- params: jurisdiction_id, day
select
    count(*) as in_force_count,
    count(*) filter (
        where not exists (
            select 1
            from staging.registry_column as incoming
            where
                incoming.jurisdiction_id = site_column.jurisdiction_id
                and incoming.subject_id = site_column.subject_id
                and incoming.url = site_column.url
        )
    ) as lost_count
from mart.dim_column as site_column
where
    site_column.jurisdiction_id = %(jurisdiction_id)s
    and site_column.valid_from <= %(day)s
    and (site_column.valid_to is null or site_column.valid_to > %(day)s);
