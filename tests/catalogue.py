"""All that a warehouse's schema is, as lines: what two warehouses must have alike to be the same."""

from __future__ import annotations

import psycopg

_OURS = "('mart', 'staging', 'ops', 'personal', 'archive')"

_OBJECTS = {
    "relation": f"""
        select concat_ws(' ', oid::regclass, relkind, relpersistence, reloptions,
            pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid), obj_description(oid, 'pg_class'))
        from pg_class where relnamespace::regnamespace::text in {_OURS} and relkind in ('r', 'p', 'v', 'm', 'S')""",
    "column": f"""
        select concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated,
            attidentity, pg_get_expr(adbin, adrelid), attcollation, col_description(attrelid, attnum))
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        join pg_class on pg_class.oid = attrelid
        where relnamespace::regnamespace::text in {_OURS} and relkind in ('r', 'p', 'v', 'm')
        and attnum > 0 and not attisdropped""",
    "constraint": f"""
        select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
        from pg_constraint where connamespace::regnamespace::text in {_OURS}""",
    "index": f"select indexdef from pg_indexes where schemaname in {_OURS}",
    "view": f"select concat_ws(' ', schemaname, viewname, definition) from pg_views where schemaname in {_OURS}",
    "function": f"""
        select concat_ws(' ', pg_get_functiondef(oid), obj_description(oid, 'pg_proc'))
        from pg_proc where pronamespace::regnamespace::text in {_OURS}""",
    "policy": f"""
        select concat_ws(' ', schemaname, tablename, policyname, roles, cmd, qual)
        from pg_policies where schemaname in {_OURS}""",
    "trigger": f"""
        select pg_get_triggerdef(pg_trigger.oid) from pg_trigger join pg_class on pg_class.oid = tgrelid
        where relnamespace::regnamespace::text in {_OURS} and not tgisinternal""",
    "grant": f"""
        select concat_ws(' ', what, grantee::regrole, privilege_type) from (
            select oid::regclass::text as what, (aclexplode(relacl)).* from pg_class
            where relnamespace::regnamespace::text in {_OURS}
            union all select nspname, (aclexplode(nspacl)).* from pg_namespace where nspname in {_OURS}
            union all select 'default ' || defaclnamespace::regnamespace, (aclexplode(defaclacl)).* from pg_default_acl
        ) as granted""",
    "schema": f"""
        select nspname || ' ' || obj_description(oid, 'pg_namespace') from pg_namespace where nspname in {_OURS}""",
}


def catalogue(url: str) -> list[str]:
    """Relations, columns, constraints, indexes, views, functions, triggers, grants and comments of our schemas."""
    with psycopg.connect(url) as connection:
        return sorted(f"{kind}: {row[0]}" for kind, text in _OBJECTS.items() for row in connection.execute(text))
