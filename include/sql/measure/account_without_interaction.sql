-- 未提供有效互动功能: whether an account offers its readers no way to interact.
-- Account without interaction, by the last healthy check of the day.
-- grain:   one row per running account and day
-- reads:   mart.running_subjects, staging.account_check
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive)
-- value:   1 without interaction, 0 with
-- unknown: source_unhealthy
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s)
),

last_check as (
    select distinct on (subject_id, day)
        subject_id,
        day,
        checked_at,
        connector,
        snapshot_id,
        has_interaction
    from staging.account_check
    where day >= %(from_day)s and day < %(to_day)s and outcome = 'ok' and is_source_healthy
    order by subject_id asc, day asc, checked_at desc, connector asc
)

select
    assessed.subject_id,
    assessed.day,
    (not last_check.has_interaction)::integer::numeric as value,
    (last_check.subject_id is not null)::integer::bigint as sample_count,
    case when last_check.has_interaction is null then 'source_unhealthy' end as unknown_reason,
    case
        when last_check.subject_id is null then '[]'
        else jsonb_build_array(
            jsonb_build_object(
                'kind', 'snapshot',
                'id', coalesce(last_check.snapshot_id, last_check.connector),
                'note', to_char(last_check.checked_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
            )
        )
    end as evidence
from assessed
left join last_check using (subject_id, day);
