-- Visitors' messages (网民留言) received in the period, and what had become of them by the day of the statistics.
-- On time (按期): closed by the deadline; late: closed after it; overdue: late, or open past it; pending: open, and
-- not due yet or without a deadline. received = on time + late + open overdue + pending. What an office refused
-- (不予受理) was not received. A message without a deadline that is closed was closed on time.
-- title:  {zh: 留言办理数, en: Messages received, closed, closed on time, overdue}
-- combines: sum
-- figure: message_received_count{channel}, message_closed_count{channel}, message_on_time_count{channel},
--         message_late_count{channel}, message_overdue_count{channel}, message_pending_count{channel},
--         message_verified_count{channel} (属实), message_published_count{channel} (答复并公开),
--         message_deadline_count{channel}: whose deadline is known; only where it is of all can a text say 无超期
-- grain:  one row per figure and message; those that the figure does not count add 0; of the channels that the
--         office must report each figure also with 0
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on, message_statistics_on (dates, inclusive), channels (text[])
with received as (
    select
        message_id,
        channel,
        concat(received_on, ' – ', coalesce(closed_on::text, '未办结')) as said,
        coalesce(closed_on <= %(message_statistics_on)s, false) as is_closed,
        coalesce(closed_at <= deadline_at, deadline_at is null) as is_in_time,
        coalesce(deadline_at <= ((%(message_statistics_on)s::date + 1)::timestamp at time zone 'Asia/Shanghai'), false)
            as is_due,
        coalesce(is_verified, false) as is_verified,
        coalesce(is_published, false) as is_published,
        deadline_at is not null as has_deadline
    from staging.valid_message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and received_on between %(period_start)s and %(cutoff_on)s
),

channel as (
    select unnest(%(channels)s::text[]) as channel
    union
    select channel from received
)

select
    figure.figure_id,
    channel.channel as dimension,
    received.message_id as row_key,
    null as subject_id,
    received.said,
    coalesce(figure.is_counted, false)::integer as adds,
    null as adds_to_denominator
from channel
left join received on channel.channel = received.channel
cross join lateral (
    values
    ('message_received_count', received.message_id is not null),
    ('message_closed_count', received.is_closed),
    ('message_on_time_count', received.is_closed and received.is_in_time),
    ('message_late_count', received.is_closed and not received.is_in_time),
    ('message_overdue_count', case when received.is_closed then not received.is_in_time else received.is_due end),
    ('message_pending_count', not received.is_closed and not received.is_due),
    ('message_verified_count', received.is_verified),
    ('message_published_count', received.is_closed and received.is_published),
    ('message_deadline_count', received.has_deadline)
) as figure (figure_id, is_counted);
