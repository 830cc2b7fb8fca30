-- Votes, likes and check-ins on the web (网络投票等活动) that began in the period, and those that nobody reported ahead.
-- title:  {zh: 网络活动数和未报备数, en: "Activities on the web, and those not reported ahead"}
-- combines: sum
-- figure: activity_count, activity_unreported_count
-- grain:  one row per activity and figure that counts it; each figure also with 0
-- reads:  mart.fact_activity
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with figure (figure_id) as (
    values ('activity_count'), ('activity_unreported_count')
),

activity as (
    select
        activity_id,
        reported_on is null or reported_on > starts_on as is_unreported,
        concat_ws(' ', name, organiser, starts_on, '报备', coalesce(reported_on::text, '无')) as said
    from mart.fact_activity
    where jurisdiction_id = %(jurisdiction_id)s and starts_on between %(period_start)s and %(cutoff_on)s
)

select
    figure.figure_id,
    '' as dimension,
    activity.activity_id as row_key,
    null as subject_id,
    activity.said,
    (activity.activity_id is not null)::integer as adds,
    null as adds_to_denominator
from figure
left join activity on figure.figure_id = 'activity_count' or activity.is_unreported;
