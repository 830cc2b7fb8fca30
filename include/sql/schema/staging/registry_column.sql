-- needs: roles
create table staging.registry_column (
    jurisdiction_id text,
    day date,
    row_no integer,
    subject_id text,
    url text,
    name text,
    class text
);
create index on staging.registry_column (subject_id, url);

comment on table staging.registry_column is
'Rows of the export of columns being loaded, between reading and merging: what the gate looks at';
comment on column staging.registry_column.jurisdiction_id is 'The office (主管单位)';
comment on column staging.registry_column.day is 'Day of the load';
comment on column staging.registry_column.row_no is 'Row of the export, from 1';
comment on column staging.registry_column.subject_id is 'The site';
comment on column staging.registry_column.url is 'Address of the column (栏目网址)';
comment on column staging.registry_column.name is 'Name of the column (栏目名称)';
comment on column staging.registry_column.class is 'Class (栏目类别)';
