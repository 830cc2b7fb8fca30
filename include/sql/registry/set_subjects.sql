-- Sets what an export says of sites or of accounts from its own day up to the next export that could read them.
-- Versions are so a function of all exports, in whatever order they come: an older one changes nothing of a later one.
-- A subject that the export does not name is closed; of one whose row could not be read holds on what held before.
-- grain:  changes mart.dim_subject (office, subject and version)
-- reads:  staging.registry_subject, mart.dim_subject, ops.registry_load, ops.registry_unread
-- params: jurisdiction_id, source, kind (site or account), day
drop table if exists pg_temp.named, pg_temp.changed, pg_temp.piece;

create temporary table named on commit drop as
select
    incoming.subject_id,
    to_jsonb(incoming) - array['jurisdiction_id', 'subject_id', 'day', 'row_no'] as said
from staging.registry_subject as incoming
where
    incoming.jurisdiction_id = %(jurisdiction_id)s
    and incoming.kind = %(kind)s
    and not exists ( -- most say what is in force already
        select 1
        from mart.dim_subject as version
        where
            version.jurisdiction_id = incoming.jurisdiction_id
            and version.subject_id = incoming.subject_id
            and version.valid_from <= %(day)s
            and version.valid_to is null
            and (
                incoming.name, incoming.home_url, incoming.platform, incoming.account_kind, incoming.account_id,
                incoming.feed_url, incoming.site_code, incoming.organiser, incoming.organiser_class,
                incoming.operator, incoming.region_code, incoming.region, incoming.level, incoming.site_kind,
                incoming.status, incoming.icp, incoming.police_number, incoming.down_from, incoming.down_to,
                incoming.is_certified
            ) is not distinct from (
                version.name, version.home_url, version.platform, version.account_kind, version.account_id,
                version.feed_url, version.site_code, version.organiser, version.organiser_class,
                version.operator, version.region_code, version.region, version.level, version.site_kind,
                version.status, version.icp, version.police_number, version.down_from, version.down_to,
                version.is_certified
            )
    )
union all
select
    unread.subject_id,
    to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'valid_from', 'valid_to'] as said
from ops.registry_unread as unread
left join mart.dim_subject as version
    on
        unread.jurisdiction_id = version.jurisdiction_id
        and unread.subject_id = version.subject_id
        and unread.day > version.valid_from
        and (version.valid_to is null or unread.day <= version.valid_to)
where
    unread.jurisdiction_id = %(jurisdiction_id)s
    and unread.source = %(source)s
    and unread.day = %(day)s
union all
select
    version.subject_id,
    null as said
from mart.dim_subject as version
where
    version.jurisdiction_id = %(jurisdiction_id)s
    and version.kind = %(kind)s
    and version.valid_from <= %(day)s
    and (version.valid_to is null or version.valid_to > %(day)s)
    and not exists (
        select 1
        from staging.registry_subject as incoming
        where
            incoming.jurisdiction_id = version.jurisdiction_id
            and incoming.kind = version.kind
            and incoming.subject_id = version.subject_id
    )
    and not exists (
        select 1
        from ops.registry_unread as unread
        where
            unread.jurisdiction_id = version.jurisdiction_id
            and unread.source = %(source)s
            and unread.day = %(day)s
            and unread.subject_id = version.subject_id
    );

create temporary table changed on commit drop as
select
    named.subject_id,
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
            )
    ) as until
from named;

create temporary table piece on commit drop as
with cut as ( -- what held before and after the span of this export, and what it says itself
    select
        version.subject_id,
        version.valid_from,
        least(version.valid_to, %(day)s) as valid_to,
        to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'valid_from', 'valid_to'] as said
    from mart.dim_subject as version
    inner join changed using (subject_id)
    where version.jurisdiction_id = %(jurisdiction_id)s and version.valid_from < %(day)s
    union all
    select
        version.subject_id,
        greatest(version.valid_from, changed.until) as valid_from,
        version.valid_to,
        to_jsonb(version) - array['jurisdiction_id', 'subject_id', 'valid_from', 'valid_to'] as said
    from mart.dim_subject as version
    inner join changed using (subject_id)
    where
        version.jurisdiction_id = %(jurisdiction_id)s
        and changed.until is not null
        and (version.valid_to is null or version.valid_to > changed.until)
    union all
    select
        subject_id,
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
    window in_order as (partition by cut.subject_id order by cut.valid_from)
),

numbered as (
    select
        marked.*,
        sum(marked.begins) over (partition by marked.subject_id order by marked.valid_from) as version_no
    from marked
)

select
    subject_id,
    said,
    min(valid_from) as valid_from,
    nullif(max(coalesce(valid_to, 'infinity')), 'infinity') as valid_to
from numbered
group by subject_id, version_no, said;

delete from mart.dim_subject as version
using changed
where version.jurisdiction_id = %(jurisdiction_id)s and version.subject_id = changed.subject_id;

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
cross join
    lateral jsonb_populate_record(
        null::mart.dim_subject,
        piece.said || jsonb_build_object(
            'jurisdiction_id', %(jurisdiction_id)s::text,
            'subject_id', piece.subject_id,
            'valid_from', piece.valid_from,
            'valid_to', piece.valid_to
        )
    ) as version;

analyze mart.dim_subject;
