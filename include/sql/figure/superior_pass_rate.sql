-- Pass rate of our subjects in the notice of a superior level (上级通报合格率).
-- title:  {zh: 上级通报合格率, en: Pass rate in the notice of a superior level}
-- figure: superior_pass_rate{level/kind}, e.g. {province/site}
-- grain:  one row per level and kind that the superior inspected, value a share 0–1
-- reads:  mart.fact_superior_notice
-- params: jurisdiction_id, period_id, superior_levels (text[])
select
    'superior_pass_rate' as figure_id,
    level || '/' || kind as dimension,
    (inspected_count - failed_count)::numeric / inspected_count as value,
    (inspected_count - failed_count)::numeric as numerator,
    inspected_count::numeric as denominator
from mart.fact_superior_notice
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and level = any(%(superior_levels)s::text[])
    and inspected_count > 0;
