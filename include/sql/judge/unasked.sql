-- Deductions (扣分指标) with the sites of which they are not asked on any day: those of kinds that the edition does not
-- score, unless somebody reported it of them. What is asked on some of the days is told by unscored.sql.
-- grain:  one row per indicator of which some sites are not asked; `day_count` is how many days they ran together
-- reads:  mart.unscored_days, mart.running_days, mart.dim_indicator, mart.reported_problem
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
with unscored as materialized (
    select
        running.subject_id,
        (
            select coalesce(sum(upper(stretch) - lower(stretch)), 0)
            from unnest(running.days) as stretch
        ) as day_count
    from mart.unscored_days(%(jurisdiction_id)s, %(edition_id)s) as unscored
    inner join mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running using (subject_id)
    where unscored.days @> running.days
),

reported as materialized (
    select distinct
        indicator_id,
        subject_id
    from mart.reported_problem
    where jurisdiction_id = %(jurisdiction_id)s and has_report
)

select
    indicator.indicator_id,
    array_agg(unscored.subject_id) as subject_ids,
    sum(unscored.day_count)::bigint as day_count
from unscored
cross join mart.dim_indicator as indicator
left join reported
    on indicator.indicator_id = reported.indicator_id and unscored.subject_id = reported.subject_id
where
    indicator.edition_id = %(edition_id)s
    and indicator.applies_to = %(kind)s
    and indicator.part = 'deduction'
    and indicator.found_by = 'observation'
    and reported.subject_id is null
group by indicator.indicator_id;
