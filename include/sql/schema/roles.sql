-- Who may read what: BI tools the marts (ops.guard_marts), and whoever must reach people the contact persons, which
-- roles that read marts may not look into. A role belongs to the whole server: two databases on one server share it.
-- needs: schemas
do $$
begin
    create role bi_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    create role personal_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
revoke all on schema public from public;
revoke all on schema personal from public;
grant usage on schema mart to bi_reader;
grant usage on schema personal to personal_reader;
alter default privileges in schema personal grant select on tables to personal_reader;
