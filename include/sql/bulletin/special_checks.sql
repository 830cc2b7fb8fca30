-- The period's special checks (专项检查) by name and days; their numbers are figures.
-- grain:  one row per check, in order of days; target_kinds and failed_targets as ordered lists
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id
select
    check_id,
    min(name) as name,
    min(starts_on) as starts_on,
    max(ends_on) as ends_on,
    array_agg(distinct target_kind) as target_kinds,
    coalesce(array_agg(target order by target collate "C") filter (where not is_passed), '{}') as failed_targets
from mart.fact_special_check
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
group by check_id
order by starts_on, check_id collate "C";
