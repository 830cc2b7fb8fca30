-- What a superior's notice praised (点名肯定) in the period.
-- grain:  one row per level, kind and name
-- reads:  mart.fact_superior_item
-- params: jurisdiction_id, period_id, superior_levels (text[])
select
    level,
    kind,
    name,
    note
from mart.fact_superior_item
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and item = 'praised'
    and level = any(%(superior_levels)s::text[])
order by level collate "C" desc, kind collate "C" desc, name collate "C" asc;
