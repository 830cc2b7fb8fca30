-- needs: roles
create table mart.quarter_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null default '',
    value numeric,
    numerator numeric,
    denominator numeric,
    sql_file text not null,
    parameters jsonb not null,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

comment on table mart.quarter_figure is 'Figures (数据) of a period, each from one query';
comment on column mart.quarter_figure.jurisdiction_id is 'The office (主管单位)';
comment on column mart.quarter_figure.period_id is 'The period (检查周期)';
comment on column mart.quarter_figure.figure_id is 'Name of the figure';
comment on column mart.quarter_figure.dimension is 'What it is split by; empty for the whole';
comment on column mart.quarter_figure.value is 'The figure';
comment on column mart.quarter_figure.numerator is 'Numerator of a share (分子)';
comment on column mart.quarter_figure.denominator is 'Denominator of a share (分母)';
comment on column mart.quarter_figure.sql_file is 'The query that made it';
comment on column mart.quarter_figure.parameters is 'What the query was given';
