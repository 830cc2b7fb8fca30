-- Sets what an export says of sites, accounts or columns (栏目) from its own day up to the next export that could read
-- them. Versions are so a function of all exports, in whatever order they come: an older one changes nothing of a
-- later one. What the export does not name is closed; of what stood in a row that could not be read holds on what held
-- before.
-- grain:  changes mart.dim_subject (office, subject and version) or mart.dim_column (office, site, address and version)
-- reads:  staging.registry_incoming, mart.registry_version, ops.registry_load, ops.registry_unread
-- params: jurisdiction_id, source, kind (site, account or column), day
drop table if exists pg_temp.exported, pg_temp.version, pg_temp.unread, pg_temp.named, pg_temp.changed, pg_temp.piece;

create temporary table exported on commit drop as
select
    subject_id,
    url,
    digest
from staging.registry_incoming
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s;

create temporary table version on commit drop as
select
    subject_id,
    url,
    valid_from,
    valid_to,
    digest
from mart.registry_version
where jurisdiction_id = %(jurisdiction_id)s and kind = %(kind)s;

create temporary table unread on commit drop as
select
    day,
    subject_id,
    url
from ops.registry_unread
where jurisdiction_id = %(jurisdiction_id)s and source = %(source)s and day >= %(day)s;

analyze exported;
analyze version;

create temporary table named on commit drop as
select
    exported.subject_id,
    exported.url,
    exported.digest,
    null::date as said_in -- the version that says so; null: the export itself
from exported
where
    not exists ( -- most say what is in force already
        select 1
        from version
        where
            version.subject_id = exported.subject_id
            and version.url = exported.url
            and version.valid_from <= %(day)s
            and version.valid_to is null
            and version.digest = exported.digest
    )
union all
select
    unread.subject_id,
    unread.url,
    version.digest,
    version.valid_from as said_in
from unread
left join version
    on
        unread.subject_id = version.subject_id
        and unread.url = version.url
        and unread.day > version.valid_from
        and (version.valid_to is null or unread.day <= version.valid_to)
where unread.day = %(day)s
union all
select
    version.subject_id,
    version.url,
    null as digest,
    null as said_in
from version
where
    version.valid_from <= %(day)s
    and (version.valid_to is null or version.valid_to > %(day)s)
    and not exists (
        select 1
        from exported
        where exported.subject_id = version.subject_id and exported.url = version.url
    )
    and not exists (
        select 1
        from unread
        where unread.day = %(day)s and unread.subject_id = version.subject_id and unread.url = version.url
    );

create temporary table changed on commit drop as
select
    named.subject_id,
    named.url,
    named.digest,
    named.said_in,
    (
        select min(later.day)
        from ops.registry_load as later
        where
            later.jurisdiction_id = %(jurisdiction_id)s
            and later.source = %(source)s
            and later.day > %(day)s
            and not exists (
                select 1
                from unread
                where unread.day = later.day and unread.subject_id = named.subject_id and unread.url = named.url
            )
    ) as until
from named;

create temporary table piece on commit drop as
with cut as ( -- what held before and after the span of this export, and what it says itself
    select
        version.subject_id,
        version.url,
        version.valid_from,
        least(version.valid_to, %(day)s) as valid_to,
        version.digest,
        version.valid_from as said_in
    from version
    inner join changed using (subject_id, url)
    where version.valid_from < %(day)s
    union all
    select
        version.subject_id,
        version.url,
        greatest(version.valid_from, changed.until) as valid_from,
        version.valid_to,
        version.digest,
        version.valid_from as said_in
    from version
    inner join changed using (subject_id, url)
    where changed.until is not null and (version.valid_to is null or version.valid_to > changed.until)
    union all
    select
        subject_id,
        url,
        %(day)s as valid_from,
        until as valid_to,
        digest,
        said_in
    from changed
    where digest is not null
),

marked as ( -- a version begins where there was none, or another one
    select
        cut.*,
        (
            lag(cut.valid_to) over in_order is distinct from cut.valid_from
            or lag(cut.digest) over in_order is distinct from cut.digest
        )::integer as begins
    from cut
    window in_order as (partition by cut.subject_id, cut.url order by cut.valid_from)
),

numbered as (
    select
        marked.*,
        sum(marked.begins) over (partition by marked.subject_id, marked.url order by marked.valid_from) as version_no
    from marked
),

joined as (
    select
        subject_id,
        url,
        min(valid_from) as valid_from,
        nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as valid_to,
        min(said_in) as said_in
    from numbered
    group by subject_id, url, version_no
)

select
    subject_id,
    url,
    jsonb_build_object(
        'jurisdiction_id', %(jurisdiction_id)s::text,
        'subject_id', subject_id,
        'url', url,
        'valid_from', valid_from,
        'valid_to', valid_to
    ) || case
        when said_in is null
            then (
                select incoming.said
                from staging.registry_incoming as incoming
                where
                    incoming.jurisdiction_id = %(jurisdiction_id)s
                    and incoming.kind = %(kind)s
                    and incoming.subject_id = joined.subject_id
                    and incoming.url = joined.url
            )
        else (
            select version.said
            from mart.registry_version as version
            where
                version.jurisdiction_id = %(jurisdiction_id)s
                and version.kind = %(kind)s
                and version.subject_id = joined.subject_id
                and version.url = joined.url
                and version.valid_from = joined.said_in
        )
    end as said
from joined;

-- a key of the one table is none of the other: addresses of columns are never empty
delete from mart.dim_subject as version
using changed
where
    version.jurisdiction_id = %(jurisdiction_id)s and version.subject_id = changed.subject_id and changed.url = '';

delete from mart.dim_column as version
using changed
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.subject_id = changed.subject_id
    and version.url = changed.url;

insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, valid_to, kind, name, home_url, platform, account_kind, account_id,
    feed_url, site_code, organiser, operator, region_code, region, level, site_kind, status, icp, police_number,
    organiser_class, down_from, down_to, is_certified
)
select
    version.jurisdiction_id,
    version.subject_id,
    version.valid_from,
    version.valid_to,
    version.kind,
    version.name,
    version.home_url,
    version.platform,
    version.account_kind,
    version.account_id,
    version.feed_url,
    version.site_code,
    version.organiser,
    version.operator,
    version.region_code,
    version.region,
    version.level,
    version.site_kind,
    version.status,
    version.icp,
    version.police_number,
    version.organiser_class,
    version.down_from,
    version.down_to,
    version.is_certified
from piece
cross join lateral jsonb_populate_record(null::mart.dim_subject, piece.said) as version
where piece.url = '';

insert into mart.dim_column (
    jurisdiction_id, subject_id, url, valid_from, valid_to, name, class
)
select
    version.jurisdiction_id,
    version.subject_id,
    version.url,
    version.valid_from,
    version.valid_to,
    version.name,
    version.class
from piece
cross join lateral jsonb_populate_record(null::mart.dim_column, piece.said) as version
where piece.url <> '';

analyze mart.dim_subject, mart.dim_column;
