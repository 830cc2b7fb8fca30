-- IPv6改造: whether the home page's host can be reached over IPv6, by the newest look of the days asked about.
-- IPv6. Where nobody looked at any host (在用的探测点没有IPv6检查) the indicator is not part of the assessment.
-- grain:   one row per running site and day of a window in which hosts were looked at
-- reads:   mart.running_subjects, staging.host_check
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), window_days
-- value:   1 where there is no AAAA record or no answer over IPv6, else 0
-- unknown: host_not_checked, no_ipv6_here; the latter where we have no way out over IPv6 ourselves
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

look as (
    select
        subject_id,
        day,
        bool_and(has_aaaa) as has_aaaa,
        bool_and(is_ipv6_reachable) as is_ipv6_reachable,
        min(host) as host
    from staging.host_check
    where
        observer_id = %(observer_id)s
        and day > %(from_day)s::date - %(window_days)s
        and day < %(to_day)s
    group by subject_id, day
),

looked_day as (
    select distinct look.day + later.days as day
    from look
    cross join generate_series(0, %(window_days)s - 1) as later (days)
),

newest as (
    select distinct on (look.subject_id, look.day + later.days)
        look.subject_id,
        look.day + later.days as day,
        look.day as looked_on,
        look.has_aaaa,
        look.is_ipv6_reachable,
        look.host
    from look
    cross join generate_series(0, %(window_days)s - 1) as later (days)
    order by look.subject_id asc, look.day + later.days asc, look.day desc
)

select
    assessed.subject_id,
    assessed.day,
    case when newest.has_aaaa and newest.is_ipv6_reachable then 0 else 1 end::numeric as value,
    case when newest.subject_id is null then 0 else 1 end as sample_count,
    case
        when newest.has_aaaa is null then 'host_not_checked'
        when newest.has_aaaa and newest.is_ipv6_reachable is null then 'no_ipv6_here'
    end as unknown_reason,
    case
        when newest.subject_id is null then '[]'
        else jsonb_build_array(jsonb_build_object('kind', 'host', 'id', newest.host, 'note', newest.looked_on))
    end as evidence
from assessed
inner join looked_day using (day)
left join newest using (subject_id, day);
