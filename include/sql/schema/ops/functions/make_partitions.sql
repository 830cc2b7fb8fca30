-- The months of every growing table from one day up to another, for whoever maintains the warehouse:
-- `select ops.make_partitions('2027-01-01', '2028-01-01')`. What stands in the default partition for a month moves
-- over, so that months may be made before or after their rows come; the default partitions alone do as well.
-- needs: roles
create or replace function ops.make_partitions(from_day date, to_day date)
returns integer
language plpgsql
as $$
declare
    growing record;
    month date;
    partition_name text;
    column_list text;
    made integer := 0;
begin
    for growing in
        select
            class.oid,
            class.relname,
            class.relnamespace::regnamespace as schema_name,
            partitioned.partdefid::regclass as default_name
        from pg_partitioned_table as partitioned
        inner join pg_class as class on partitioned.partrelid = class.oid
        where class.relnamespace::regnamespace::text in ('staging', 'mart')
        order by class.oid
    loop
        select string_agg(quote_ident(attname), ', ' order by attnum) into column_list
        from pg_attribute
        where attrelid = growing.oid and attnum > 0 and not attisdropped and attgenerated = '';
        for month in
            select generate_series(date_trunc('month', from_day), to_day - 1, interval '1 month')::date
        loop
            partition_name := format(
                '%s.%I', growing.schema_name, growing.relname || to_char(month, '_YYYY_MM')
            );
            continue when to_regclass(partition_name) is not null;
            execute format('create table %s (like %s including all)', partition_name, growing.oid::regclass);
            execute format(
                'with moved as (delete from %1$s where day >= %2$L and day < %3$L returning *) '
                'insert into %4$s (%5$s) select %5$s from moved',
                growing.default_name, month, (month + interval '1 month')::date, partition_name, column_list
            );
            execute format(
                'alter table %s attach partition %s for values from (%L) to (%L)',
                growing.oid::regclass, partition_name, month, (month + interval '1 month')::date
            );
            made := made + 1;
        end loop;
    end loop;
    return made;
end
$$;

comment on function ops.make_partitions(date, date) is
'Makes the monthly partitions of all growing tables, and moves into them what their default partitions hold';
