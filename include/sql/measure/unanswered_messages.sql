-- 互动回应差: messages of the year that nobody has answered for over three months.
-- Messages unanswered. A site of whose messages nothing is on record is not assessed.
-- grain:   one row per running site with messages in the year, and day
-- reads:   mart.running_subjects, staging.message
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), channels, answer_months
-- value:   messages received in the year up to the day and open for longer than the months allowed
-- unknown: never
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

message as (
    select
        subject_id,
        channel || '/' || message_id as message_id,
        received_on,
        (closed_at at time zone 'Asia/Shanghai')::date as closed_on
    from staging.message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and channel = any(%(channels)s)
        and subject_id is not null
        and received_on > %(from_day)s::date - interval '1 year'
        and received_on < %(to_day)s
),

waiting as (
    select
        assessed.subject_id,
        assessed.day,
        message.message_id,
        message.received_on,
        (message.closed_on is null or message.closed_on > assessed.day)
        and assessed.day > message.received_on + make_interval(months => %(answer_months)s) as is_over
    from assessed
    inner join message
        on
            assessed.subject_id = message.subject_id
            and assessed.day >= message.received_on
            and message.received_on > assessed.day - interval '1 year'
),

counted as (
    select
        subject_id,
        day,
        count(*) as message_count,
        count(*) filter (where is_over) as over_count,
        jsonb_agg(
            jsonb_build_object('kind', 'message', 'id', message_id, 'note', received_on)
            order by received_on, message_id
        ) filter (where is_over) as evidence
    from waiting
    group by subject_id, day
)

select
    subject_id,
    day,
    over_count::numeric as value,
    message_count as sample_count,
    null::text as unknown_reason,
    coalesce(evidence, '[]') as evidence
from counted;
