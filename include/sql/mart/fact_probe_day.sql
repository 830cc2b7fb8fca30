-- Probes of a day, counted by site: what counts, what failed, and why the rest does not count.
-- Late (more than 60 minutes after the planned time), blocked, or our own fault (a half hour and vantage
-- in which two sites or more were planned and none answered): no visit. 15.0 s and more is a failure even
-- when it was answered (站点无法访问, 国办秘函〔2019〕19号).
-- planned_count = counted_count + late_count + blocked_count + own_fault_count
-- grain:  one row per site and day with planned probes; the days asked are replaced
-- reads:  staging.probe
-- params: from_day, to_day (dates; end exclusive)
delete from mart.fact_probe_day
where day >= %(from_day)s and day < %(to_day)s;

insert into mart.fact_probe_day (
    subject_id, day, planned_count, counted_count, failed_count, late_count, blocked_count, own_fault_count,
    median_seconds
)
with probe as (
    select
        subject_id,
        day,
        outcome,
        started_at,
        scheduled_at,
        seconds,
        vantage,
        date_bin('30 minutes', scheduled_at, timestamptz '2000-01-01') as slot_at
    from staging.probe
    where day >= %(from_day)s and day < %(to_day)s
),

own_fault_slot as (
    select
        slot_at,
        vantage
    from probe
    group by slot_at, vantage
    having count(distinct subject_id) >= 2 and not bool_or(outcome = 'ok')
),

classed as (
    select
        probe.subject_id,
        probe.day,
        probe.outcome,
        probe.seconds,
        case
            when own_fault_slot.slot_at is not null or probe.outcome = 'probe_fault' then 'own_fault'
            when probe.outcome = 'blocked' then 'blocked'
            when probe.started_at is null then 'own_fault' -- planned, and never made
            when probe.started_at > probe.scheduled_at + interval '60 minutes' then 'late'
            else 'counted'
        end as class
    from probe
    left join own_fault_slot using (slot_at, vantage)
)

select
    subject_id,
    day,
    count(*) as planned_count,
    count(*) filter (where class = 'counted') as counted_count,
    count(*) filter (where class = 'counted' and (outcome <> 'ok' or seconds >= 15.0)) as failed_count,
    count(*) filter (where class = 'late') as late_count,
    count(*) filter (where class = 'blocked') as blocked_count,
    count(*) filter (where class = 'own_fault') as own_fault_count,
    percentile_cont(0.5) within group (order by seconds) filter (where class = 'counted' and outcome = 'ok')
        as median_seconds
from classed
group by subject_id, day;
