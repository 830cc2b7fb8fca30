-- A login without a row here reads nothing of what is an office's.
-- needs: roles
create table ops.reader_scope (
    login text not null,
    jurisdiction_id text not null default '*',
    region_code text not null default '*' check (region_code = '*' or region_code ~ '^[0-9]{6}$'),
    primary key (login, jurisdiction_id, region_code)
);

comment on table ops.reader_scope is
'Whom a reader of the marts may see, a row for each office or region: written by `python -m inspection grant`';
comment on column ops.reader_scope.login is 'Login of the database';
comment on column ops.reader_scope.jurisdiction_id is 'The office (主管单位); * is every one';
comment on column ops.reader_scope.region_code is
'Administrative division (行政区划代码) with all below it; * is every one';
