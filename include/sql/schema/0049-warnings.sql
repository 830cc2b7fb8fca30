-- A bulletin keeps what whoever signs it should know.
-- depends: 0048-sign-off

alter table mart.bulletin add column warnings text[] not null default '{}';
comment on column mart.bulletin.warnings is
'What could not be set or printed as the office asks, told to whoever signs (提示)';
