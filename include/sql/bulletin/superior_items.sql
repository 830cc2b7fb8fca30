-- What superiors' notices of the period praised (点名肯定), and what of ours they named as unqualified (点名通报).
-- grain:  one row per level, kind, item (praised or failed) and name
-- reads:  mart.fact_superior_item
-- params: jurisdiction_id, period_id, superior_levels (text[])
select
    level,
    kind,
    item,
    name,
    note
from mart.fact_superior_item
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and level = any(%(superior_levels)s::text[])
order by level collate "C" desc, kind collate "C" desc, name collate "C" asc;
