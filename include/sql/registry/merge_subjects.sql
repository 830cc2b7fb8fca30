-- Merges the staged export of sites or of accounts into the registry's history.
-- A changed row closes its version and opens one; a subject that the export no longer names is closed.
-- grain:  changes mart.dim_subject (office, subject and version)
-- reads:  staging.registry_subject, mart.dim_subject
-- params: jurisdiction_id, kind (site or account), day, kept_ids (subjects whose row is in quarantine:
--         they are named, so what is in force of them stays)
update mart.dim_subject as version
set valid_to = %(day)s
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.kind = %(kind)s
    and version.valid_to is null
    and version.subject_id != all(%(kept_ids)s::text[])
    and not exists (
        select 1
        from staging.registry_subject as incoming
        where
            incoming.jurisdiction_id = version.jurisdiction_id
            and incoming.kind = version.kind
            and incoming.subject_id = version.subject_id
            and (
                incoming.name, incoming.home_url, incoming.platform, incoming.account_kind, incoming.account_id,
                incoming.feed_url, incoming.site_code, incoming.organiser, incoming.organiser_class,
                incoming.operator, incoming.region_code, incoming.region, incoming.level, incoming.site_kind,
                incoming.status, incoming.icp, incoming.police_number
            ) is not distinct from (
                version.name, version.home_url, version.platform, version.account_kind, version.account_id,
                version.feed_url, version.site_code, version.organiser, version.organiser_class,
                version.operator, version.region_code, version.region, version.level, version.site_kind,
                version.status, version.icp, version.police_number
            )
    );

insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, kind, name, home_url, platform, account_kind, account_id, feed_url,
    site_code, organiser, organiser_class, operator, region_code, region, level, site_kind, status, icp,
    police_number
)
select
    incoming.jurisdiction_id,
    incoming.subject_id,
    %(day)s,
    incoming.kind,
    incoming.name,
    incoming.home_url,
    incoming.platform,
    incoming.account_kind,
    incoming.account_id,
    incoming.feed_url,
    incoming.site_code,
    incoming.organiser,
    incoming.organiser_class,
    incoming.operator,
    incoming.region_code,
    incoming.region,
    incoming.level,
    incoming.site_kind,
    incoming.status,
    incoming.icp,
    incoming.police_number
from staging.registry_subject as incoming
where
    incoming.jurisdiction_id = %(jurisdiction_id)s
    and incoming.kind = %(kind)s
    and not exists (
        select 1
        from mart.dim_subject as version
        where
            version.jurisdiction_id = incoming.jurisdiction_id
            and version.subject_id = incoming.subject_id
            and version.valid_to is null
    );

analyze mart.dim_subject;
