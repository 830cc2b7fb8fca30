-- One row per version of a site, an account or a column, whichever registry it is of.
-- needs: mart/dim_subject mart/dim_column
create or replace view mart.registry_version with (security_invoker) as
select
    jurisdiction_id,
    kind,
    subject_id,
    '' as url,
    valid_from,
    valid_to,
    hash_record_extended(
        row(
            name, home_url, platform, account_kind, account_id, feed_url, site_code, organiser, organiser_class,
            operator, region_code, region, level, site_kind, status, icp, police_number, down_from, down_to,
            is_certified
        ),
        0
    ) as digest,
    to_jsonb(subject) - array['jurisdiction_id', 'subject_id', 'valid_from', 'valid_to'] as said
from mart.dim_subject as subject
union all
select
    jurisdiction_id,
    'column' as kind,
    subject_id,
    url,
    valid_from,
    valid_to,
    hash_record_extended(row(name, class), 0) as digest,
    to_jsonb(site_column) - array['jurisdiction_id', 'subject_id', 'url', 'valid_from', 'valid_to'] as said
from mart.dim_column as site_column;

comment on view mart.registry_version is 'Versions of sites, accounts and columns, in one form';
comment on column mart.registry_version.jurisdiction_id is 'The office whose registry says so (主管单位)';
comment on column mart.registry_version.kind is 'site, account or column';
comment on column mart.registry_version.subject_id is 'The site or account';
comment on column mart.registry_version.url is 'Of a column its address, else empty';
comment on column mart.registry_version.valid_from is 'First day of this version';
comment on column mart.registry_version.valid_to is 'Day from which it holds no more; null while it holds';
comment on column mart.registry_version.digest is
'The same where the same is said: much sooner made than `said`, which is for the few rows that changed';
comment on column mart.registry_version.said is 'All that the registry says of it, by name of the column of the table';
