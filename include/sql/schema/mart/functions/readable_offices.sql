-- Of a reader of some regions none: what is counted of an office as a whole is not theirs.
-- Whoever owns the warehouse, or may become its owner, reads everything.
-- needs: ops/reader_scope mart/dim_subject mart/dim_office
create or replace function mart.readable_offices()
returns text[]
language sql stable security definer
set search_path = pg_catalog
as $$
    select coalesce(array_agg(office.jurisdiction_id), '{}')
    from (
        select jurisdiction_id from mart.dim_office
        union
        select jurisdiction_id from mart.dim_subject
    ) as office
    where
        pg_has_role(session_user, current_user, 'member')
        or exists (
            select 1
            from ops.reader_scope as scope
            where
                scope.login = session_user
                and scope.region_code = '*'
                and scope.jurisdiction_id in ('*', office.jurisdiction_id)
        )
$$;

comment on function mart.readable_offices() is 'Offices (主管单位) that the login of the session may see as a whole';
