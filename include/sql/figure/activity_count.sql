-- Votes, likes and check-ins on the web (网络投票等活动) that began in the period, and those that nobody reported ahead.
-- title:  {zh: 网络活动数和未报备数, en: "Activities on the web, and those not reported ahead"}
-- figure: activity_count, activity_unreported_count
-- grain:  one row per figure
-- reads:  mart.fact_activity
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with counted as (
    select
        count(*) as activity_count,
        count(*) filter (where reported_on is null or reported_on > starts_on) as unreported_count
    from mart.fact_activity
    where jurisdiction_id = %(jurisdiction_id)s and starts_on between %(period_start)s and %(cutoff_on)s
)

select
    figure.figure_id,
    '' as dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from counted
cross join
    unnest(
        array['activity_count', 'activity_unreported_count'],
        array[counted.activity_count, counted.unreported_count]
    ) as figure (figure_id, value);
