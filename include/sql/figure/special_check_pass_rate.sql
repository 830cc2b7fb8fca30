-- Pass rate of the period's special checks (专项检查合格率): by check, and by check and kind of target.
-- title:  {zh: 专项检查合格率, en: Pass rate of special checks}
-- figure: special_check_pass_rate{check_id}, {check_id/target_kind}
-- grain:  one row per check, and per check and kind of target; value a share 0–1
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id
select
    'special_check_pass_rate' as figure_id,
    concat_ws('/', check_id, target_kind) as dimension,
    avg(case when is_passed then 1 else 0 end) as value,
    (count(*) filter (where is_passed))::numeric as numerator,
    count(*)::numeric as denominator
from mart.fact_special_check
where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
group by grouping sets ((check_id), (check_id, target_kind));
