-- Merges the staged export of columns (栏目) into their history, as merge_subjects does for subjects.
-- grain:  changes mart.dim_column (office, site, address and version)
-- reads:  staging.registry_column, mart.dim_column
-- params: jurisdiction_id, day, kept_ids and kept_urls (columns whose row is in quarantine, pairwise:
--         they are named, so what is in force of them stays)
update mart.dim_column as version
set valid_to = %(day)s
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.valid_to is null
    and not exists (
        select 1
        from staging.registry_column as incoming
        where
            incoming.jurisdiction_id = version.jurisdiction_id
            and incoming.subject_id = version.subject_id
            and incoming.url = version.url
            and incoming.name = version.name
            and incoming.class is not distinct from version.class
    )
    and not exists (
        select 1
        from unnest(%(kept_ids)s::text[], %(kept_urls)s::text[]) as kept (subject_id, url)
        where kept.subject_id = version.subject_id and kept.url = version.url
    );

insert into mart.dim_column (jurisdiction_id, subject_id, url, valid_from, name, class)
select
    incoming.jurisdiction_id,
    incoming.subject_id,
    incoming.url,
    %(day)s,
    incoming.name,
    incoming.class
from staging.registry_column as incoming
where
    incoming.jurisdiction_id = %(jurisdiction_id)s
    and not exists (
        select 1
        from mart.dim_column as version
        where
            version.jurisdiction_id = incoming.jurisdiction_id
            and version.subject_id = incoming.subject_id
            and version.url = incoming.url
            and version.valid_to is null
    );

analyze mart.dim_column;
