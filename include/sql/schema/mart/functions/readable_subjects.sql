-- Asked once a statement, by the policies of the marts and by the views that read more than marts.
-- A subject is of the region that its newest version names.
-- needs: ops/reader_scope mart/dim_subject
create or replace function mart.readable_subjects()
returns table (jurisdiction_id text, subject_id text)
language sql stable security definer
set search_path = pg_catalog
as $$
    select
        newest.jurisdiction_id,
        newest.subject_id
    from (
        select distinct on (subject.jurisdiction_id, subject.subject_id)
            subject.jurisdiction_id,
            subject.subject_id,
            subject.region_code
        from mart.dim_subject as subject
        order by subject.jurisdiction_id asc, subject.subject_id asc, subject.valid_from desc
    ) as newest
    where
        pg_has_role(session_user, current_user, 'member')
        or exists (
            select 1
            from ops.reader_scope as scope
            where
                scope.login = session_user
                and scope.jurisdiction_id in ('*', newest.jurisdiction_id)
                and (
                    scope.region_code in ('*', newest.region_code)
                    or (scope.region_code like '%0000' and newest.region_code like left(scope.region_code, 2) || '%')
                    or (scope.region_code like '%00' and newest.region_code like left(scope.region_code, 4) || '%')
                )
        )
$$;

comment on function mart.readable_subjects() is 'Sites and accounts (检查对象) that the login of the session may see';
