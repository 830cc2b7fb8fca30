-- Merges the staged export of sites or of accounts into the registry's history.
-- A changed row closes its version and opens one; a subject that the export no longer names is closed.
-- grain:  changes mart.dim_subject (subject and version) and mart.dim_registration (office, subject, span)
-- reads:  staging.registry_subject, mart.dim_registration, mart.dim_subject
-- params: jurisdiction_id, kind (site or account), day, kept_ids (subjects whose row is in quarantine:
--         they are named, so what is in force of them stays)
update mart.dim_registration as registration
set valid_to = %(day)s
where
    registration.jurisdiction_id = %(jurisdiction_id)s
    and registration.kind = %(kind)s
    and registration.valid_to is null
    and registration.subject_id != all(%(kept_ids)s::text[])
    and not exists (
        select 1
        from staging.registry_subject as incoming
        where
            incoming.jurisdiction_id = %(jurisdiction_id)s
            and incoming.kind = %(kind)s
            and incoming.subject_id = registration.subject_id
    );

insert into mart.dim_registration (jurisdiction_id, subject_id, valid_from, kind)
select
    incoming.jurisdiction_id,
    incoming.subject_id,
    %(day)s,
    incoming.kind
from staging.registry_subject as incoming
where
    incoming.jurisdiction_id = %(jurisdiction_id)s
    and incoming.kind = %(kind)s
    and not exists (
        select 1
        from mart.dim_registration as registration
        where
            registration.jurisdiction_id = incoming.jurisdiction_id
            and registration.subject_id = incoming.subject_id
            and registration.valid_to is null
    );

-- A version of this very day (another office's) is replaced: no version may be of no length.
with changed as (
    select
        version.subject_id,
        version.valid_from
    from mart.dim_subject as version
    inner join staging.registry_subject as incoming using (subject_id)
    where
        incoming.jurisdiction_id = %(jurisdiction_id)s
        and incoming.kind = %(kind)s
        and version.valid_to is null
        and (
            version.name, version.home_url, version.platform, version.account_kind, version.account_id,
            version.feed_url, version.site_code, version.organiser, version.organiser_class, version.operator,
            version.region_code, version.region, version.level, version.site_kind, version.status, version.icp,
            version.police_number
        ) is distinct from (
            incoming.name, incoming.home_url, incoming.platform, incoming.account_kind, incoming.account_id,
            incoming.feed_url, incoming.site_code, incoming.organiser, incoming.organiser_class, incoming.operator,
            incoming.region_code, incoming.region, incoming.level, incoming.site_kind, incoming.status, incoming.icp,
            incoming.police_number
        )
),

replaced as (
    delete from mart.dim_subject as version
    using changed
    where
        version.subject_id = changed.subject_id
        and version.valid_from = changed.valid_from
        and version.valid_from = %(day)s
)

update mart.dim_subject as version
set valid_to = %(day)s
from changed
where
    version.subject_id = changed.subject_id
    and version.valid_from = changed.valid_from
    and version.valid_from < %(day)s;

-- Gone from this office's registry today, and no other office names it.
update mart.dim_subject as version
set valid_to = %(day)s
from mart.dim_registration as registration
where
    registration.subject_id = version.subject_id
    and registration.jurisdiction_id = %(jurisdiction_id)s
    and registration.kind = %(kind)s
    and registration.valid_to = %(day)s
    and version.valid_to is null
    and not exists (
        select 1
        from mart.dim_registration as elsewhere
        where elsewhere.subject_id = version.subject_id and elsewhere.valid_to is null
    );

insert into mart.dim_subject (
    subject_id, valid_from, kind, name, home_url, platform, account_kind, account_id, feed_url, site_code,
    organiser, organiser_class, operator, region_code, region, level, site_kind, status, icp, police_number
)
select
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
        where version.subject_id = incoming.subject_id and version.valid_to is null
    );

analyze mart.dim_subject;

analyze mart.dim_registration;
