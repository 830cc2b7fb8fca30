-- The version of this schema, as CHANGELOG.md tells it: its first number changes where a reader's query may break, its
-- second where something came to it, its third where a column means something else in a detail.
-- needs: roles
create or replace view mart.version with (security_invoker) as
select '1.0.0' as version;

comment on view mart.version is 'The version of schema mart (数据集市版本); what changed with each is told in CHANGELOG.md';
comment on column mart.version.version is 'Three numbers: a break, an addition, a detail';
