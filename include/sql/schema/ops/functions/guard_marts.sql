-- Lets readers into the marts and gives each table the policy that its columns ask for; migrating does it, so that a
-- table of tomorrow is read by nobody before it has one. Partitions are read through their table alone. A view is let
-- through where it reads as the reader does (security_invoker), or names its readers itself (security_barrier).
-- needs: mart/functions/readable_subjects mart/functions/readable_offices mart/bulletin mart/dim_office
create or replace function ops.guard_marts()
returns void
language plpgsql
as $$
declare
    mart record;
    rule text;
    subjects constant text := '(select readable.jurisdiction_id, readable.subject_id '
        'from mart.readable_subjects() as readable)';
begin
    for mart in
        select
            class.oid::regclass as name,
            array_agg(attribute.attname::text) as columns,
            class.relkind = 'v' as is_view
        from pg_class as class
        inner join pg_attribute as attribute
            on class.oid = attribute.attrelid and attribute.attnum > 0 and not attribute.attisdropped
        where
            class.relnamespace = 'mart'::regnamespace
            and not class.relispartition
            and (
                class.relkind in ('r', 'p')
                or class.reloptions && array['security_invoker=true', 'security_barrier=true']
            )
        group by class.oid
        order by class.oid
    loop
        execute format('grant select on %s to bi_reader', mart.name);
        rule := case
            when mart.is_view or mart.name = 'mart.dim_office'::regclass then null -- what offices are called is no secret
            when mart.columns @> '{jurisdiction_id,subject_id}' then '(jurisdiction_id, subject_id) in ' || subjects
            when mart.columns @> '{observer_id,subject_id}'
                then 'subject_id in (select readable.subject_id from mart.readable_subjects() as readable)'
            when mart.columns @> '{jurisdiction_id}'
                then 'jurisdiction_id = any ((select mart.readable_offices())::text[])'
            when mart.columns @> '{bulletin_id}'
                then 'bulletin_id in (select bulletin.bulletin_id from mart.bulletin)'
        end;
        continue when rule is null or exists (
            select 1 from pg_policy where polrelid = mart.name::oid and polname = 'readers'
        );
        execute format('alter table %s enable row level security', mart.name);
        execute format('create policy readers on %s for select to bi_reader using (%s)', mart.name, rule);
    end loop;
end
$$;

comment on function ops.guard_marts() is
'Lets readers into every mart, each by a policy that shows them the offices and regions of ops.reader_scope';
