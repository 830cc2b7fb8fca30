-- needs: roles
create table mart.dim_edition (
    edition_id text primary key,
    title_zh text not null,
    title_en text not null,
    source text not null,
    effective_from date not null,
    scoring jsonb not null,
    prominent_counts_as text
);

comment on table mart.dim_edition is 'Rule editions (指标版本) with their dates of effect';
comment on column mart.dim_edition.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_edition.title_zh is 'Title in Chinese';
comment on column mart.dim_edition.title_en is 'Title in English';
comment on column mart.dim_edition.source is 'The document (文号)';
comment on column mart.dim_edition.effective_from is 'First day on which it judges (施行日期)';
comment on column mart.dim_edition.scoring is 'How a score is made, by kind of subject; empty where vetoes alone judge';
comment on column mart.dim_edition.prominent_counts_as is
'As what 存在突出问题 counts in the pass rate, in editions that have it';
