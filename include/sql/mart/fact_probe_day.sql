-- Probes of a day, counted by site: what counts, what failed, and why the rest does not count.
-- Late (more than 60 minutes after the planned time), blocked, or our own fault: no visit. What took as long as the
-- rule gives (站点无法访问, 国办秘函〔2019〕19号: 15 seconds) is a failure even when it was answered.
-- Our own fault: a look at the known-good hosts, from the last one before the visit to the first one after it,
-- that none of them answered. Where nobody looked: a half hour and vantage in which two sites or more were
-- planned and none answered.
-- Blocked is also a bare 403: the server is alive and refuses; whether it refuses everybody or only us,
-- one vantage cannot tell. Refused at a second vantage in the same half hour, it counts.
-- What a confirming look saw (retry_outcome) changes nothing: the rule counts every visit.
-- Several vantages: each visit counts; agreed_count are the failed ones of a half hour in which two or more failed.
-- planned_count = counted_count + late_count + blocked_count + own_fault_count
-- grain:  one row per site and day with planned probes, and of mart.fact_probe_hour one per hour with visits that
--         count; the days asked are replaced
-- reads:  staging.probe, staging.control_probe
-- params: observer_id, from_day, to_day (dates; end exclusive), answer_within_seconds
delete from mart.fact_probe_day
where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s;

delete from mart.fact_probe_hour
where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s;

with probe as (
    select
        subject_id,
        day,
        outcome,
        http_status,
        started_at,
        scheduled_at,
        seconds,
        vantage,
        date_bin('30 minutes', scheduled_at, timestamptz '2000-01-01') as slot_at
    from staging.probe
    where observer_id = %(observer_id)s and day >= %(from_day)s and day < %(to_day)s
),

look as ( -- one look visits every known-good host; a margin, since a visit at midnight has two neighbours
    select
        vantage,
        scheduled_at,
        min(coalesce(started_at, scheduled_at)) as looked_at,
        bool_or(http_status is not null) as is_answered
    from staging.control_probe
    where observer_id = %(observer_id)s and day >= %(from_day)s::date - 1 and day < %(to_day)s::date + 1
    group by vantage, scheduled_at
),

neighbouring as (
    select
        vantage,
        looked_at,
        is_answered,
        lag(looked_at) over (partition by vantage order by looked_at) as before_at,
        lead(looked_at) over (partition by vantage order by looked_at) as after_at
    from look
),

dark as ( -- looks are a minute apart; one without neighbours speaks for five minutes around it
    select
        vantage,
        greatest(before_at, looked_at - interval '5 minutes') as begins_at,
        least(after_at, looked_at + interval '5 minutes') as ends_at
    from neighbouring
    where not is_answered
),

looked_slot as (
    select distinct
        vantage,
        date_bin('30 minutes', scheduled_at, timestamptz '2000-01-01') as slot_at
    from look
),

silent_slot as (
    select
        slot_at,
        vantage
    from probe
    left join looked_slot using (slot_at, vantage)
    where looked_slot.slot_at is null
    group by slot_at, vantage
    having count(distinct subject_id) >= 2 and not bool_or(outcome = 'ok')
),

refused_everywhere as (
    select
        subject_id,
        slot_at
    from probe
    where outcome = 'http_error' and http_status = 403
    group by subject_id, slot_at
    having count(distinct vantage) >= 2
),

classed as (
    select
        probe.subject_id,
        probe.day,
        probe.slot_at,
        extract(hour from probe.scheduled_at at time zone 'Asia/Shanghai')::integer as hour,
        probe.vantage,
        probe.seconds,
        probe.outcome,
        probe.outcome <> 'ok' or probe.seconds >= %(answer_within_seconds)s as is_failed,
        case
            when silent_slot.slot_at is not null or probe.outcome = 'probe_fault' then 'own_fault'
            when exists (
                select
                from dark
                where
                    dark.vantage = probe.vantage
                    and dark.begins_at < probe.started_at + coalesce(probe.seconds, 0) * interval '1 second'
                    and dark.ends_at > probe.started_at
            ) then 'own_fault'
            when probe.outcome = 'blocked' then 'blocked'
            when probe.started_at is null then 'own_fault' -- planned, and never made
            when probe.started_at > probe.scheduled_at + interval '60 minutes' then 'late'
            when probe.outcome = 'http_error' and probe.http_status = 403 and refused_everywhere.slot_at is null
                then 'blocked'
            else 'counted'
        end as class
    from probe
    left join silent_slot using (slot_at, vantage)
    left join refused_everywhere using (subject_id, slot_at)
),

agreed as (
    select
        subject_id,
        slot_at
    from classed
    where class = 'counted' and is_failed
    group by subject_id, slot_at
    having count(distinct vantage) >= 2
),

hourly as (
    insert into mart.fact_probe_hour (observer_id, subject_id, day, hour, counted_count, failed_count)
    select
        %(observer_id)s,
        subject_id,
        day,
        hour,
        count(*) as counted_count,
        count(*) filter (where is_failed) as failed_count
    from classed
    where class = 'counted'
    group by subject_id, day, hour
)

insert into mart.fact_probe_day (
    observer_id, subject_id, day, planned_count, counted_count, failed_count, late_count, blocked_count,
    own_fault_count, median_seconds, agreed_count
)
select
    %(observer_id)s,
    subject_id,
    day,
    count(*) as planned_count,
    count(*) filter (where class = 'counted') as counted_count,
    count(*) filter (where class = 'counted' and is_failed) as failed_count,
    count(*) filter (where class = 'late') as late_count,
    count(*) filter (where class = 'blocked') as blocked_count,
    count(*) filter (where class = 'own_fault') as own_fault_count,
    percentile_cont(0.5) within group (order by seconds) filter (where class = 'counted' and outcome = 'ok')
        as median_seconds,
    count(*) filter (where class = 'counted' and is_failed and agreed.slot_at is not null) as agreed_count
from classed
left join agreed using (subject_id, slot_at)
group by subject_id, day;
