-- Sets what an export says of the columns (栏目) of sites from its own day on, as set_subjects does for subjects.
-- grain:  changes mart.dim_column (office, site, address and version)
-- reads:  staging.registry_column, mart.dim_column, ops.registry_load, ops.registry_unread
-- params: jurisdiction_id, source (columns), day
drop table if exists pg_temp.named, pg_temp.changed, pg_temp.piece;

create temporary table named on commit drop as
select
    incoming.subject_id,
    incoming.url,
    to_jsonb(incoming) - array['jurisdiction_id', 'subject_id', 'url', 'day', 'row_no'] as said
from staging.registry_column as incoming
where
    incoming.jurisdiction_id = %(jurisdiction_id)s
    and not exists ( -- most say what is in force already
        select 1
        from mart.dim_column as version
        where
            version.jurisdiction_id = incoming.jurisdiction_id
            and version.subject_id = incoming.subject_id
            and version.url = incoming.url
            and version.valid_from <= %(day)s
            and version.valid_to is null
            and (incoming.name, incoming.class) is not distinct from (version.name, version.class)
    )
union all
select
    unread.subject_id,
    unread.url,
    to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'url', 'valid_from', 'valid_to'] as said
from ops.registry_unread as unread
left join mart.dim_column as version
    on
        unread.jurisdiction_id = version.jurisdiction_id
        and unread.subject_id = version.subject_id
        and unread.url = version.url
        and unread.day > version.valid_from
        and (version.valid_to is null or unread.day <= version.valid_to)
where
    unread.jurisdiction_id = %(jurisdiction_id)s
    and unread.source = %(source)s
    and unread.day = %(day)s
union all
select
    version.subject_id,
    version.url,
    null as said
from mart.dim_column as version
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.valid_from <= %(day)s
    and (version.valid_to is null or version.valid_to > %(day)s)
    and not exists (
        select 1
        from staging.registry_column as incoming
        where
            incoming.jurisdiction_id = version.jurisdiction_id
            and incoming.subject_id = version.subject_id
            and incoming.url = version.url
    )
    and not exists (
        select 1
        from ops.registry_unread as unread
        where
            unread.jurisdiction_id = version.jurisdiction_id
            and unread.source = %(source)s
            and unread.day = %(day)s
            and unread.subject_id = version.subject_id
            and unread.url = version.url
    );

create temporary table changed on commit drop as
select
    named.subject_id,
    named.url,
    named.said,
    (
        select min(later.day)
        from ops.registry_load as later
        where
            later.jurisdiction_id = %(jurisdiction_id)s
            and later.source = %(source)s
            and later.day > %(day)s
            and not exists (
                select 1
                from ops.registry_unread as unread
                where
                    unread.jurisdiction_id = later.jurisdiction_id
                    and unread.source = later.source
                    and unread.day = later.day
                    and unread.subject_id = named.subject_id
                    and unread.url = named.url
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
        to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'url', 'valid_from', 'valid_to'] as said
    from mart.dim_column as version
    inner join changed using (subject_id, url)
    where version.jurisdiction_id = %(jurisdiction_id)s and version.valid_from < %(day)s
    union all
    select
        version.subject_id,
        version.url,
        greatest(version.valid_from, changed.until) as valid_from,
        version.valid_to,
        to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'url', 'valid_from', 'valid_to'] as said
    from mart.dim_column as version
    inner join changed using (subject_id, url)
    where
        version.jurisdiction_id = %(jurisdiction_id)s
        and changed.until is not null
        and (version.valid_to is null or version.valid_to > changed.until)
    union all
    select
        subject_id,
        url,
        %(day)s as valid_from,
        until as valid_to,
        said
    from changed
    where said is not null
),

marked as ( -- a version begins where there was none, or another one
    select
        cut.*,
        (
            lag(cut.valid_to) over in_order is distinct from cut.valid_from
            or lag(cut.said) over in_order is distinct from cut.said
        )::integer as begins
    from cut
    window in_order as (partition by cut.subject_id, cut.url order by cut.valid_from)
),

numbered as (
    select
        marked.*,
        sum(marked.begins) over (partition by marked.subject_id, marked.url order by marked.valid_from) as version_no
    from marked
)

select
    subject_id,
    url,
    said,
    min(valid_from) as valid_from,
    nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as valid_to
from numbered
group by subject_id, url, version_no, said;

delete from mart.dim_column as version
using changed
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.subject_id = changed.subject_id
    and version.url = changed.url;

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
cross join
    lateral jsonb_populate_record(
        null::mart.dim_column,
        piece.said || jsonb_build_object(
            'jurisdiction_id', %(jurisdiction_id)s::text,
            'subject_id', piece.subject_id,
            'url', piece.url,
            'valid_from', piece.valid_from,
            'valid_to', piece.valid_to
        )
    ) as version;

analyze mart.dim_column;
