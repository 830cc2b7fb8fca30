-- Rows of case_count: the cases opened in the period, and which of them a figure counts.
-- grain:  one row per case; those that the figure does not count add 0 to it
-- reads:  mart.fact_case
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), figure_id
select
    concat_ws('/', subject_id, indicator_id, opened_on) as row_key,
    subject_id,
    concat(indicator_id, ' ', opened_on, ' – ', coalesce(closed_on::text, '未办结')) as said,
    case
        when %(figure_id)s = 'case_opened_count' then 1
        when %(figure_id)s = 'case_closed_count' then coalesce(closed_on <= %(cutoff_on)s, false)::integer
        else coalesce(last_failed_on = opened_on and closed_on <= opened_on + 1, false)::integer
    end::numeric as adds,
    case when %(figure_id)s = 'case_same_day_rate' then 1::numeric end as adds_to_denominator
from mart.fact_case
where jurisdiction_id = %(jurisdiction_id)s and opened_on between %(period_start)s and %(cutoff_on)s;
