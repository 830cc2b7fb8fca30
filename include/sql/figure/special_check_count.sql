-- Targets of the period's special checks (专项检查), and those that failed: by check, and by check and kind of target.
-- title:  {zh: 专项检查对象数和不合格数, en: Targets of special checks, and failed ones}
-- figure: special_check_target_count{check_id}, {check_id/target_kind}; special_check_failed_count, the same
-- grain:  one row per figure and check, and per figure, check and kind of target
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id
with counted as (
    select
        concat_ws('/', check_id, target_kind) as dimension,
        count(*) as target_count,
        count(*) filter (where not is_passed) as failed_count
    from mart.fact_special_check
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
    group by grouping sets ((check_id), (check_id, target_kind))
)

select
    figure.figure_id,
    counted.dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from counted
cross join unnest(
    array['special_check_target_count', 'special_check_failed_count'],
    array[counted.target_count, counted.failed_count]
) as figure (figure_id, value);
