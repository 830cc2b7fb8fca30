-- The registry as of any day, who changed what, and one key for the addresses that are one site.
-- depends: 0020-further-inputs

-- An address for comparing: http and https, with and without www, the default port, index pages and a trailing
-- slash are all the same. The path keeps its case.
create function mart.address_key(url text)
returns text
language sql immutable parallel safe
as $$
    select regexp_replace(lower(part[1]), '^www\.|:(80|443)$', '', 'g')
        || regexp_replace(part[2], '(^|/)(index|default)\.[a-z]+$|/+$', '')
    from regexp_match(split_part(url, '#', 1), '^(?:[A-Za-z]+://)?([^/?]+)/*(?=/|\?|$)(.*)$') as found (part)
$$;
comment on function mart.address_key(text) is
'An address for comparing: http and https, www and bare host, default port and index pages are one (网址归一)';

create function mart.registry_as_of(for_jurisdiction text, on_day date)
returns setof mart.dim_subject
language sql stable parallel safe
as $$
    select subject.*
    from mart.dim_subject as subject
    where
        subject.valid_from <= on_day
        and (subject.valid_to is null or subject.valid_to > on_day)
        and exists (
            select 1
            from mart.dim_registration as registration
            where
                registration.subject_id = subject.subject_id
                and registration.jurisdiction_id = for_jurisdiction
                and registration.valid_from <= on_day
                and (registration.valid_to is null or registration.valid_to > on_day)
        )
$$;
comment on function mart.registry_as_of(text, date) is 'The registry of an office as it was on a day (某日登记情况)';

create view mart.site_alias as
select distinct on (address.jurisdiction_id, address.host)
    address.jurisdiction_id,
    address.host,
    address.subject_id,
    address.valid_from,
    address.valid_to
from (
    select
        registration.jurisdiction_id,
        form.prefix || split_part(mart.address_key(subject.home_url), '/', 1) as host,
        subject.subject_id,
        subject.valid_from,
        subject.valid_to
    from mart.dim_subject as subject
    inner join mart.dim_registration as registration on subject.subject_id = registration.subject_id
    cross join (values (''), ('www.')) as form (prefix)
    where
        subject.kind = 'site'
        and subject.home_url is not null
        and mart.address_key(subject.home_url) !~ '[/?]'
) as address
order by
    address.jurisdiction_id asc, address.host asc, address.valid_to desc nulls first, address.valid_from desc,
    address.subject_id asc;
comment on view mart.site_alias is
'Which site a host name means (网址别名): with and without www, also one that it has left; sites in a path have none';
comment on column mart.site_alias.jurisdiction_id is 'The office whose registry names the site (主管单位)';
comment on column mart.site_alias.host is 'Host name, lower case, with its port where that is unusual';
comment on column mart.site_alias.subject_id is 'The site';
comment on column mart.site_alias.valid_from is 'First day of the newest version with this host';
comment on column mart.site_alias.valid_to is 'Day from which the site has another, null while it has this one';

create view mart.registry_change as
with span as (
    select
        registration.jurisdiction_id,
        registration.subject_id,
        registration.kind,
        registration.valid_from,
        registration.valid_to,
        lag(registration.valid_to) over before_it as left_on,
        lead(registration.valid_from) over before_it as back_on,
        min(registration.valid_from) over (
            partition by registration.jurisdiction_id, registration.kind
        ) as first_day
    from mart.dim_registration as registration
    window before_it as (
        partition by registration.jurisdiction_id, registration.subject_id order by registration.valid_from
    )
),

membership as (
    select
        jurisdiction_id,
        subject_id,
        kind,
        valid_from as changed_on,
        case
            when left_on is not null then 'listed_again'
            when valid_from = first_day then 'taken_in'
            else 'opened'
        end as change,
        null::text as field,
        null::text as old_value,
        null::text as new_value
    from span
    union all
    select
        span.jurisdiction_id,
        span.subject_id,
        span.kind,
        span.valid_to as changed_on,
        'gone' as change,
        'status' as field,
        last_version.status as old_value,
        null::text as new_value
    from span
    left join lateral (
        select subject.status
        from mart.dim_subject as subject
        where subject.subject_id = span.subject_id and subject.valid_from < span.valid_to
        order by subject.valid_from desc
        limit 1
    ) as last_version on true
    where span.valid_to is not null
),

version as (
    select
        subject.*,
        lag(subject.valid_to) over before_it as left_on,
        lag(to_jsonb(subject)) over before_it as old_row
    from mart.dim_subject as subject
    window before_it as (partition by subject.subject_id order by subject.valid_from)
),

changed as (
    select
        version.subject_id,
        version.kind,
        version.valid_from as changed_on,
        cell.key as field,
        version.old_row ->> cell.key as old_value,
        cell.value as new_value
    from version
    cross join
        lateral jsonb_each_text(to_jsonb(version) - array['valid_from', 'valid_to', 'left_on', 'old_row']) as cell
    where version.old_row is not null and version.old_row ->> cell.key is distinct from cell.value
)

select
    jurisdiction_id,
    subject_id,
    changed_on,
    kind,
    change,
    field,
    old_value,
    new_value
from membership
union all
select
    span.jurisdiction_id,
    changed.subject_id,
    changed.changed_on,
    changed.kind,
    case
        when changed.field = 'name' then 'renamed'
        when changed.field = 'home_url' and mart.address_key(changed.old_value) = mart.address_key(changed.new_value)
            then 'readdressed'
        when changed.field = 'home_url' then 'moved'
        when changed.field = 'organiser' then 'transferred'
        when changed.field = 'status' then changed.new_value
        else 'amended'
    end as change,
    changed.field,
    changed.old_value,
    changed.new_value
from changed
inner join span
    on
        changed.subject_id = span.subject_id
        and changed.changed_on >= span.valid_from
        and (span.valid_to is null or changed.changed_on < span.valid_to);
comment on view mart.registry_change is 'Who changed what in the registry, and when (登记变更记录)';
comment on column mart.registry_change.jurisdiction_id is 'The office whose export changed it (主管单位)';
comment on column mart.registry_change.subject_id is 'The site or account';
comment on column mart.registry_change.changed_on is 'Day of the export that says so';
comment on column mart.registry_change.kind is 'site or account';
comment on column mart.registry_change.change is
'taken_in (首次导入), opened (新增), listed_again (恢复), gone (不再登记), renamed (更名), moved (网址变更), readdressed
(the same site under another form of its address), transferred (主办单位变更), amended (其他变更), or the new status';
comment on column mart.registry_change.field is 'The field of mart.dim_subject that changed';
comment on column mart.registry_change.old_value is 'Value before';
comment on column mart.registry_change.new_value is 'Value from that day on';
