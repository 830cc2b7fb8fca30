-- One row per row of the exports being loaded: what it names, and what it says of that, whichever registry it is of.
-- needs: staging/registry_subject staging/registry_column
create or replace view staging.registry_incoming as
select
    jurisdiction_id,
    kind,
    subject_id,
    '' as url,
    hash_record_extended(
        row(
            name, home_url, platform, account_kind, account_id, feed_url, site_code, organiser, organiser_class,
            operator, region_code, region, level, site_kind, status, icp, police_number, down_from, down_to,
            is_certified
        ),
        0
    ) as digest,
    to_jsonb(subject) - array['jurisdiction_id', 'subject_id', 'day', 'row_no'] as said
from staging.registry_subject as subject
union all
select
    jurisdiction_id,
    'column' as kind,
    subject_id,
    url,
    hash_record_extended(row(name, class), 0) as digest,
    to_jsonb(site_column) - array['jurisdiction_id', 'subject_id', 'url', 'day', 'row_no'] as said
from staging.registry_column as site_column;

comment on view staging.registry_incoming is
'Rows of the exports of sites, accounts and columns being loaded, in one form';
comment on column staging.registry_incoming.jurisdiction_id is 'The office (主管单位)';
comment on column staging.registry_incoming.kind is 'site, account or column';
comment on column staging.registry_incoming.subject_id is 'The site or account';
comment on column staging.registry_incoming.url is 'Of a column its address, else empty';
comment on column staging.registry_incoming.digest is
'The same where the same is said: much sooner made than `said`, which is for the few rows that changed';
comment on column staging.registry_incoming.said is 'All that the row says of it, by name of the column of the table';
