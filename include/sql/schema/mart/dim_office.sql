-- Written from the office's file whenever it judges.
-- needs: roles
create table mart.dim_office (
    jurisdiction_id text primary key,
    observer_id text not null,
    place_zh text not null,
    place_en text,
    office_zh text not null,
    office_en text,
    level text not null,
    edition_ids text[] not null
);

comment on table mart.dim_office is
'Offices (主管单位) that judge in this warehouse, as their files name them';
comment on column mart.dim_office.jurisdiction_id is 'The office, as all marts call it';
comment on column mart.dim_office.observer_id is 'Whose observations it judges by (观测单位)';
comment on column mart.dim_office.place_zh is 'Place in Chinese';
comment on column mart.dim_office.place_en is 'Place in English';
comment on column mart.dim_office.office_zh is 'Who issues the bulletin, in Chinese (发布单位)';
comment on column mart.dim_office.office_en is 'Who issues the bulletin, in English';
comment on column mart.dim_office.level is 'province, city or county';
comment on column mart.dim_office.edition_ids is
'Rule editions that it judges by (指标版本); of several, the newest in force on a day';
