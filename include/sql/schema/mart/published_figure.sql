-- needs: roles
create table mart.published_figure (
    jurisdiction_id text not null,
    period_id text not null,
    figure_id text not null,
    dimension text not null,
    value numeric not null,
    numerator numeric,
    denominator numeric,
    document text,
    primary key (jurisdiction_id, period_id, figure_id, dimension)
);

comment on table mart.published_figure is 'Figures of bulletins published before (历次通报数据), as printed';
comment on column mart.published_figure.jurisdiction_id is 'The office that published (主管单位)';
comment on column mart.published_figure.period_id is 'The period (检查周期)';
comment on column mart.published_figure.figure_id is 'Name of the figure, as in mart.quarter_figure';
comment on column mart.published_figure.dimension is 'What it is split by, empty for the whole';
comment on column mart.published_figure.value is 'The figure; a share is 0–1';
comment on column mart.published_figure.numerator is 'Numerator of a share (分子), where it was printed';
comment on column mart.published_figure.denominator is 'Denominator of a share (分母), where it was printed';
comment on column mart.published_figure.document is 'The bulletin it stands in (通报文号)';
