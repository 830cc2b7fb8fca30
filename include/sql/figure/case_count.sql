-- Problems (问题台账) opened in the period, those closed by the cut-off day, and those closed on the very day
-- (当日清零): the day's last look found them mended, or the first look of the next day.
-- title:  {zh: 本期问题发现、办结和当日清零数, en: "Cases opened in the period, closed, and closed within the day"}
-- figure: case_opened_count, case_closed_count, case_same_day_count; case_same_day_rate (a share 0–1, no row
--         where none was opened)
-- grain:  one row per figure
-- reads:  mart.fact_case
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with opened as (
    select
        count(*)::numeric as opened_count,
        (count(*) filter (where closed_on <= %(cutoff_on)s))::numeric as closed_count,
        (
            count(*) filter (
                where last_failed_on = opened_on and closed_on <= least(opened_on + 1, %(cutoff_on)s::date)
            )
        )::numeric as same_day_count
    from mart.fact_case
    where jurisdiction_id = %(jurisdiction_id)s and opened_on between %(period_start)s and %(cutoff_on)s
)

select
    figure.figure_id,
    '' as dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from opened
cross join
    unnest(
        array['case_opened_count', 'case_closed_count', 'case_same_day_count'],
        array[opened.opened_count, opened.closed_count, opened.same_day_count]
    ) as figure (figure_id, value)
union all
select
    'case_same_day_rate' as figure_id,
    '' as dimension,
    same_day_count / opened_count as value,
    same_day_count as numerator,
    opened_count as denominator
from opened
where opened_count > 0;
