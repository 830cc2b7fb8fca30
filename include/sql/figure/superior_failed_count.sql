-- Our subjects that the notice of a superior level names as unqualified (上级通报不合格数).
-- title:  {zh: 上级通报不合格数, en: Subjects that a superior level found unqualified}
-- figure: superior_failed_count{level/kind}, e.g. {province/site}
-- grain:  one row per level and kind that the superior inspected
-- reads:  mart.fact_superior_notice
-- params: jurisdiction_id, period_id, superior_levels (text[])
select
    'superior_failed_count' as figure_id,
    level || '/' || kind as dimension,
    failed_count as value,
    null::numeric as numerator,
    null::numeric as denominator
from mart.fact_superior_notice
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and level = any(%(superior_levels)s::text[])
    and inspected_count > 0;
