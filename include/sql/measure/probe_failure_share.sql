-- 站点无法访问: share of the counted probes of a week that failed.
-- Site unreachable. Where two vantages must agree, only failures count that two saw in the same half hour; a share that
-- reaches the limit by what one vantage alone saw is suspected, and nothing is judged. A week that touches an approved
-- downtime (临时下线) is not applicable: no row.
-- grain:   one row per running site and day whose week, which ends with it, no downtime touches
-- reads:   mart.running_subjects, mart.fact_probe_day, mart.approved_downtime
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), window_days,
--          probes_per_day_at_least, vantages_agreeing, limit_value
-- value:   share, 0 to 1
-- unknown: too_few_probes, one_vantage
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

approved as ( -- the days whose week a downtime touches
    select
        subject_id,
        (starts_at at time zone 'Asia/Shanghai')::date as first_on,
        ((ends_at - interval '1 microsecond') at time zone 'Asia/Shanghai')::date + %(window_days)s - 1 as last_on
    from mart.approved_downtime
    where jurisdiction_id = %(jurisdiction_id)s
),

in_downtime as (
    select distinct
        approved.subject_id,
        touched.day::date as day
    from approved
    cross join generate_series(approved.first_on, approved.last_on, interval '1 day') as touched (day)
    where approved.first_on < %(to_day)s and approved.last_on >= %(from_day)s
),

week as ( -- a day's probes count in the weeks that end with it and with each of the six days after
    select
        probe_day.subject_id,
        probe_day.day + later.days as day,
        sum(probe_day.counted_count) as counted_count,
        sum(case when %(vantages_agreeing)s >= 2 then probe_day.agreed_count else probe_day.failed_count end)
            as failed_count,
        sum(probe_day.failed_count) as seen_failing_count,
        count(*) filter (where probe_day.counted_count >= %(probes_per_day_at_least)s) as full_day_count
    from mart.fact_probe_day as probe_day
    cross join generate_series(0, %(window_days)s - 1) as later (days)
    where
        probe_day.observer_id = %(observer_id)s
        and probe_day.day > %(from_day)s::date - %(window_days)s
        and probe_day.day < %(to_day)s
    group by probe_day.subject_id, probe_day.day + later.days
)

select
    assessed.subject_id,
    assessed.day,
    week.failed_count::numeric / nullif(week.counted_count, 0) as value,
    coalesce(week.counted_count, 0) as sample_count,
    case
        when coalesce(week.full_day_count, 0) <> %(window_days)s then 'too_few_probes'
        when
            week.seen_failing_count >= %(limit_value)s * week.counted_count
            and week.failed_count < %(limit_value)s * week.counted_count
            then 'one_vantage'
    end as unknown_reason,
    case
        when week.failed_count > 0 and week.failed_count >= %(limit_value)s * week.counted_count
            then (
                select
                    jsonb_agg(
                        jsonb_build_object(
                            'kind', 'probe',
                            'id', probe_day.subject_id || '@' || probe_day.day,
                            'note', case
                                when %(vantages_agreeing)s >= 2 then probe_day.agreed_count
                                else probe_day.failed_count
                            end || '/' || probe_day.counted_count
                        )
                        order by probe_day.day
                    )
                from mart.fact_probe_day as probe_day
                where
                    probe_day.observer_id = %(observer_id)s
                    and probe_day.subject_id = assessed.subject_id
                    and probe_day.day > assessed.day - %(window_days)s
                    and probe_day.day <= assessed.day
                    and case when %(vantages_agreeing)s >= 2 then probe_day.agreed_count else probe_day.failed_count end
                    > 0
            )
        else '[]'
    end as evidence
from assessed
left join week using (subject_id, day)
left join in_downtime using (subject_id, day)
where in_downtime.subject_id is null;
