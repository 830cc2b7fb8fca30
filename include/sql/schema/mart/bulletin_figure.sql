-- needs: mart/bulletin mart/functions/keep_signed ops/functions/keep_whole
create table mart.bulletin_figure (
    bulletin_id text not null,
    edition_no integer not null,
    figure_id text not null,
    period_id text not null,
    dimension text not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    printed text not null,
    sql_file text not null,
    parameters jsonb not null,
    primary key (bulletin_id, edition_no, figure_id, period_id, dimension),
    foreign key (bulletin_id, edition_no) references mart.bulletin on delete cascade
);
create trigger keep_signed before update or delete on mart.bulletin_figure
for each row execute function mart.keep_signed();
create trigger keep_whole before truncate on mart.bulletin_figure
for each statement execute function ops.keep_whole();

comment on table mart.bulletin_figure is 'Figures as a bulletin prints them: the only place of printed forms';
comment on column mart.bulletin_figure.bulletin_id is 'The publication';
comment on column mart.bulletin_figure.edition_no is 'Its edition (版次)';
comment on column mart.bulletin_figure.figure_id is 'Name of the figure';
comment on column mart.bulletin_figure.period_id is 'Period of the figure';
comment on column mart.bulletin_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.bulletin_figure.value is 'The figure';
comment on column mart.bulletin_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.bulletin_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.bulletin_figure.printed is 'As printed (印发形式)';
comment on column mart.bulletin_figure.sql_file is 'The query that made it';
comment on column mart.bulletin_figure.parameters is 'What the query was given';
