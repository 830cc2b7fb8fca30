-- Whether our own line was up meanwhile: the looks at known-good hosts by the same vantages.
-- grain:  one row per look
-- reads:  staging.control_probe, staging.probe
-- params: observer_id, subject_id, from_day, to_day (end exclusive)
select
    control.scheduled_at,
    control.started_at,
    control.vantage,
    control.url,
    control.outcome,
    control.http_status,
    control.seconds
from staging.control_probe as control
where
    control.observer_id = %(observer_id)s
    and control.day >= %(from_day)s
    and control.day < %(to_day)s
    and control.vantage in (
        select probe.vantage
        from staging.probe
        where
            probe.observer_id = %(observer_id)s
            and probe.subject_id = %(subject_id)s
            and probe.day >= %(from_day)s
            and probe.day < %(to_day)s
    )
order by control.scheduled_at, control.vantage, control.url;
