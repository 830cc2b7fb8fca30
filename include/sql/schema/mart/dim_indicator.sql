-- needs: roles
create table mart.dim_indicator (
    edition_id text not null,
    indicator_id text not null,
    applies_to text not null,
    part text not null,
    title_zh text not null,
    title_en text not null,
    measure text not null,
    parameters jsonb not null,
    comparison text not null,
    limit_value numeric not null,
    reason_id text not null,
    source text not null,
    is_confirmed boolean not null,
    group_name text,
    found_by text not null default 'observation',
    proposes text,
    warns_at jsonb not null default '[]',
    points numeric,
    points_per_finding numeric,
    primary key (edition_id, indicator_id)
);

comment on table mart.dim_indicator is 'Indicators (指标) of each rule edition, as its YAML file states them';
comment on column mart.dim_indicator.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_indicator.indicator_id is 'Id of the indicator within editions, e.g. SV2';
comment on column mart.dim_indicator.applies_to is 'site or account';
comment on column mart.dim_indicator.part is 'veto (单项否决), deduction (扣分) or bonus (加分)';
comment on column mart.dim_indicator.title_zh is 'Title in Chinese (指标名称)';
comment on column mart.dim_indicator.title_en is 'Title in English';
comment on column mart.dim_indicator.measure is 'Its file include/sql/measure/<measure>.sql (度量)';
comment on column mart.dim_indicator.parameters is 'What the measure binds by name, and what it needs';
comment on column mart.dim_indicator.comparison is 'at_least: fails from the limit on (超过(含))';
comment on column mart.dim_indicator.limit_value is 'The limit (判定标准)';
comment on column mart.dim_indicator.reason_id is
'Reason that a failing verdict gives (存在问题), see include/reasons.yaml';
comment on column mart.dim_indicator.source is 'Clause it rests on (依据)';
comment on column mart.dim_indicator.is_confirmed is 'Whether its wording and limit were seen in a text (已核实)';
comment on column mart.dim_indicator.group_name is 'Group of deductions (发布解读, 办事服务, 互动交流, 功能设计)';
comment on column mart.dim_indicator.found_by is 'observation, or report of an inspector or authority';
comment on column mart.dim_indicator.proposes is
'Its file include/sql/propose/<proposes>.sql, whose rows wait for an inspector';
comment on column mart.dim_indicator.warns_at is 'Levels of early warning (预警) below the limit, lowest first';
comment on column mart.dim_indicator.points is 'Most it can cost or earn (分值); null where no text says';
comment on column mart.dim_indicator.points_per_finding is
'What one finding costs (每处扣分); null: the whole points at once';
