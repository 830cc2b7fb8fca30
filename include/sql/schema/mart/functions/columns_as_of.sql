-- Columns and sites come in exports of their own, in whatever order: a column waits for its site.
-- needs: mart/dim_column mart/functions/registry_as_of
create or replace function mart.columns_as_of(for_jurisdiction text, on_day date)
returns setof mart.dim_column
language sql stable parallel safe
as $$
    select site_column.*
    from mart.dim_column as site_column
    inner join mart.registry_as_of(for_jurisdiction, on_day) as site using (subject_id)
    where
        site_column.jurisdiction_id = for_jurisdiction
        and site_column.valid_from <= on_day
        and (site_column.valid_to is null or site_column.valid_to > on_day)
$$;

comment on function mart.columns_as_of(text, date) is
'The columns (栏目) that the registry of an office names on a day, of sites that it names on that day';
