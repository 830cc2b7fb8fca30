-- Problems (问题台账) opened in the period, and those of them closed by the cut-off day.
-- title:  {zh: 本期问题发现和办结数, en: Cases opened in the period, and closed}
-- figure: case_opened_count, case_closed_count
-- grain:  one row per figure
-- reads:  mart.fact_case
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with opened as (
    select
        count(*) as opened_count,
        count(*) filter (where closed_on <= %(cutoff_on)s) as closed_count
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
cross join unnest(
    array['case_opened_count', 'case_closed_count'],
    array[opened.opened_count, opened.closed_count]
) as figure (figure_id, value);
