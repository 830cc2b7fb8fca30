-- needs: mart/dim_registration mart/dim_subject mart/functions/address_key
create or replace view mart.registry_change as
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
(the same '
'site under another form of its address), transferred (主办单位变更), amended (其他变更), or the new status';
comment on column mart.registry_change.field is 'The field of mart.dim_subject that changed';
comment on column mart.registry_change.old_value is 'Value before';
comment on column mart.registry_change.new_value is 'Value from that day on';
