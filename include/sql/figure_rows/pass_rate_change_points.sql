-- Rows of pass_rate_change_points: every judged subject of both periods, with the points it moves the rate.
-- A qualified one of this period adds its share of 100 points, one of the year before takes its share away.
-- grain:  one row per period and judged subject of the kind
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id, year_before_period_id, dimension
with judged as (
    select
        period_id,
        subject_id,
        coalesce(counts_as, grade) as grade,
        case when period_id = %(period_id)s then 100 else -100 end::numeric as points,
        count(*) over (partition by period_id) as judged_count
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id in (%(period_id)s, %(year_before_period_id)s)
        and coalesce(counts_as, grade) in ('qualified', 'unqualified')
        and split_part(subject_id, ':', 1) = %(dimension)s
)

select
    concat_ws('/', period_id, subject_id) as row_key,
    subject_id,
    concat_ws(' ', period_id, grade) as said,
    case when grade = 'qualified' then points / judged_count else 0 end as adds,
    null::numeric as adds_to_denominator
from judged;
