-- Days with probes that nobody has counted yet: of a backfill, those before its first day.
-- grain:  one row per day
-- reads:  staging.probe, mart.fact_probe_day
-- params: observer_id, from_day, to_day (dates; end exclusive)
select asked.day::date as day
from generate_series(%(from_day)s, %(to_day)s::date - 1, interval '1 day') as asked (day)
where
    exists (
        select 1
        from staging.probe
        where probe.observer_id = %(observer_id)s and probe.day = asked.day::date
    )
    and not exists (
        select 1
        from mart.fact_probe_day as counted
        where counted.observer_id = %(observer_id)s and counted.day = asked.day::date
    )
order by asked.day;
