-- Figures that the office counts itself (自有数据), each traced to where it says it comes from.
-- title:  {zh: 主管单位自有数据, en: Figures that the office counts itself}
-- combines: sum
-- figure: the office's own name of it{dimension}
-- grain:  one row per figure and dimension of the period
-- reads:  mart.own_figure
-- params: jurisdiction_id, period_id
select
    figure_id,
    dimension,
    concat_ws('/', figure_id, dimension) as row_key,
    null as subject_id,
    concat_ws(' ', value || coalesce(unit, ''), source, note) as said,
    value as adds,
    null as adds_to_denominator
from mart.own_figure
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s;
