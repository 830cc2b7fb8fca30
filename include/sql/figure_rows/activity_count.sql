-- Rows of activity_count: the activities that began in the period, and those that nobody reported ahead.
-- grain:  one row per activity; those that the figure does not count add 0 to it
-- reads:  mart.fact_activity
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), figure_id
select
    activity_id as row_key,
    null::text as subject_id,
    concat_ws(' ', name, organiser, starts_on, '报备', coalesce(reported_on::text, '无')) as said,
    case
        when %(figure_id)s = 'activity_count' then 1
        else (reported_on is null or reported_on > starts_on)::integer
    end::numeric as adds,
    null::numeric as adds_to_denominator
from mart.fact_activity
where jurisdiction_id = %(jurisdiction_id)s and starts_on between %(period_start)s and %(cutoff_on)s;
