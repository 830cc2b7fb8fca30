-- Rows of special_check: the targets of one check, or of one kind in it, and which of them a figure counts.
-- grain:  one row per target
-- reads:  mart.fact_special_check
-- params: jurisdiction_id, period_id, figure_id, dimension
select
    target as row_key,
    null::text as subject_id,
    concat_ws(' ', target_kind, case when is_passed then '合格' else '不合格' end) as said,
    case %(figure_id)s
        when 'special_check_target_count' then true
        when 'special_check_failed_count' then not is_passed
        else is_passed
    end::integer::numeric as adds,
    case when %(figure_id)s = 'special_check_pass_rate' then 1::numeric end as adds_to_denominator
from mart.fact_special_check
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and %(dimension)s in (check_id, concat_ws('/', check_id, target_kind));
