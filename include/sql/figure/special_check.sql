-- Special checks (专项检查) of the period: targets, failed ones and their pass rate, by check, and by kind of target.
-- title:  {zh: 专项检查对象数、不合格数和合格率, en: "Special checks: targets, failed ones, pass rate"}
-- figure: special_check_target_count{check_id}, {check_id/target_kind}; special_check_failed_count and
--         special_check_pass_rate (a share 0–1), the same
-- grain:  one row per figure and check, and per figure, check and kind of target
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id
with counted as (
    select
        concat_ws('/', check_id, target_kind) as dimension,
        count(*)::numeric as target_count,
        (count(*) filter (where not is_passed))::numeric as failed_count
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
cross join
    unnest(
        array['special_check_target_count', 'special_check_failed_count'],
        array[counted.target_count, counted.failed_count]
    ) as figure (figure_id, value)
union all
select
    'special_check_pass_rate' as figure_id,
    dimension,
    (target_count - failed_count) / target_count as value,
    target_count - failed_count as numerator,
    target_count as denominator
from counted;
