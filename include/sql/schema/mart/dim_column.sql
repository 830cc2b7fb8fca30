-- needs: roles
create table mart.dim_column (
    jurisdiction_id text not null,
    subject_id text not null,
    url text not null,
    valid_from date not null,
    valid_to date,
    name text not null,
    class text,
    primary key (jurisdiction_id, subject_id, url, valid_from)
);

comment on table mart.dim_column is
'Registered columns (栏目) of sites with their history: one row per office, site, address and version';
comment on column mart.dim_column.jurisdiction_id is 'The office whose registry says so (主管单位)';
comment on column mart.dim_column.subject_id is 'The site';
comment on column mart.dim_column.url is 'Address of the column (栏目网址)';
comment on column mart.dim_column.valid_from is 'First day of this version';
comment on column mart.dim_column.valid_to is 'Day from which it holds no more; null while it holds';
comment on column mart.dim_column.name is 'Name of the column (栏目名称)';
comment on column mart.dim_column.class is
'Class (栏目类别), which decides how often it must be updated; null where the registry names none, and the name tells it';
