-- Schemas of the warehouse, and the role of BI tools.
-- staging: what was observed; mart: what others read; ops: how the house itself is doing.
create schema staging;
create schema mart;
create schema ops;
comment on schema staging is 'Observations as they were read: facts, never verdicts';
comment on schema mart is 'Tables for people and BI tools: registry history, findings, quarters, bulletins';
comment on schema ops is 'Operations: ingest counts, quarantine, quality results, progress';

-- A role belongs to the whole server: two databases on one server share it.
do $$
begin
    create role bi_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
revoke all on schema public from public;
grant usage on schema mart to bi_reader;
alter default privileges in schema mart grant select on tables to bi_reader;
