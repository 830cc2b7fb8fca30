-- Special checks (专项检查) of the period: targets, failed ones and their pass rate, by check, and by kind of target.
-- title:  {zh: 专项检查对象数、不合格数和合格率, en: "Special checks: targets, failed ones, pass rate"}
-- combines: sum; share of special_check_pass_rate
-- figure: special_check_target_count{check_id}, {check_id/target_kind}; special_check_failed_count and
--         special_check_pass_rate (a share 0–1), the same
-- grain:  one row per figure and target, once for its check and once for its kind
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id
with checked as (
    select
        check_id,
        target,
        target_kind,
        is_passed
    from mart.fact_special_check
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
)

select
    figure.figure_id,
    sort.dimension,
    checked.target as row_key,
    null as subject_id,
    concat_ws(' ', checked.target_kind, case when checked.is_passed then '合格' else '不合格' end) as said,
    figure.is_counted::integer as adds,
    figure.adds_to_denominator
from checked
cross join unnest(array[checked.check_id, checked.check_id || '/' || checked.target_kind]) as sort (dimension)
cross join lateral (
    values
    ('special_check_target_count', true, null),
    ('special_check_failed_count', not checked.is_passed, null),
    ('special_check_pass_rate', checked.is_passed, 1)
) as figure (figure_id, is_counted, adds_to_denominator);
