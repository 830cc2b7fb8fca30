-- Rows of pass_rate_change_points: every judged subject of both periods, with the points it moves the rate.
-- A qualified one of this period adds its share of 100 points, one of the year before takes its share away.
-- Where we did not judge that year, the rate published then is taken away.
-- grain:  one row per period and judged subject of the kind, or one for the rate published then
-- reads:  mart.quarter_subject, mart.published_figure
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
from judged
union all
select
    concat_ws('/', period_id, figure_id) as row_key,
    null::text as subject_id,
    concat_ws(' ', '当期通报', document, value) as said,
    -100 * value as adds,
    null::numeric as adds_to_denominator
from mart.published_figure
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(year_before_period_id)s
    and figure_id = %(dimension)s || '_pass_rate'
    and dimension = ''
    and %(year_before_period_id)s not in (select judged.period_id from judged);
