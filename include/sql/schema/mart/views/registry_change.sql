-- needs: mart/dim_subject mart/functions/address_key
create or replace view mart.registry_change with (security_invoker) as
with version as (
    select
        subject.*,
        lag(subject.valid_to) over history as left_on,
        lead(subject.valid_from) over history as next_from,
        lag(to_jsonb(subject)) over history as old_row,
        min(subject.valid_from) over (partition by subject.jurisdiction_id, subject.kind) as first_day
    from mart.dim_subject as subject
    window history as (partition by subject.jurisdiction_id, subject.subject_id order by subject.valid_from)
),

changed as (
    select
        version.jurisdiction_id,
        version.subject_id,
        version.kind,
        version.valid_from as changed_on,
        cell.key as field,
        version.old_row ->> cell.key as old_value,
        cell.value as new_value
    from version
    cross join
        lateral jsonb_each_text(
            to_jsonb(version) - array['valid_from', 'valid_to', 'left_on', 'next_from', 'old_row', 'first_day']
        ) as cell
    where version.old_row is not null and version.old_row ->> cell.key is distinct from cell.value
)

select
    jurisdiction_id,
    subject_id,
    valid_from as changed_on,
    kind,
    case
        when left_on is not null then 'listed_again'
        when valid_from = first_day then 'taken_in'
        else 'opened'
    end as change,
    null::text as field,
    null::text as old_value,
    null::text as new_value
from version
where left_on is distinct from valid_from
union all
select
    jurisdiction_id,
    subject_id,
    valid_to as changed_on,
    kind,
    'gone' as change,
    'status' as field,
    status as old_value,
    null::text as new_value
from version
where valid_to is not null and next_from is distinct from valid_to
union all
select
    jurisdiction_id,
    subject_id,
    changed_on,
    kind,
    case
        when field = 'name' then 'renamed'
        when field = 'home_url' and mart.address_key(old_value) = mart.address_key(new_value) then 'readdressed'
        when field = 'home_url' then 'moved'
        when field = 'organiser' then 'transferred'
        when field = 'status' then new_value
        else 'amended'
    end as change,
    field,
    old_value,
    new_value
from changed;

comment on view mart.registry_change is 'Who changed what in the registry, and when (登记变更记录)';
comment on column mart.registry_change.jurisdiction_id is 'The office whose export changed it (主管单位)';
comment on column mart.registry_change.subject_id is 'The site or account';
comment on column mart.registry_change.changed_on is 'Day of the export that says so';
comment on column mart.registry_change.kind is 'site or account';
comment on column mart.registry_change.change is
'taken_in (首次导入), opened (新增), listed_again (恢复), gone (不再登记), renamed (更名), moved (网址变更), readdressed '
'(the same site under another form of its address), transferred (主办单位变更), amended (其他变更), or the new status';
comment on column mart.registry_change.field is 'The field of mart.dim_subject that changed';
comment on column mart.registry_change.old_value is 'Value before';
comment on column mart.registry_change.new_value is 'Value from that day on';
