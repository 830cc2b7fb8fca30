-- needs: roles
create table mart.own_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null,
    value numeric not null,
    unit text,
    source text not null,
    note text,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

comment on table mart.own_figure is 'Figures that the office counts itself (自有数据), which no query of ours can make';
comment on column mart.own_figure.jurisdiction_id is 'The office (主管单位)';
comment on column mart.own_figure.period_id is 'The period (检查周期)';
comment on column mart.own_figure.figure_id is 'Its Chinese name, as a text writes it in braces (数据项)';
comment on column mart.own_figure.dimension is 'What it is split by, empty for the whole (分项)';
comment on column mart.own_figure.value is 'The figure, as it is printed (数值)';
comment on column mart.own_figure.unit is 'Unit of counting (单位)';
comment on column mart.own_figure.source is 'Who counted it, or in which file (来源)';
comment on column mart.own_figure.note is 'Remark (备注)';
