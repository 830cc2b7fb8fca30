-- Visitors' messages (网民留言) received in the period, and what had become of them by the day of the statistics.
-- On time (按期): closed by the deadline; late: closed after it; overdue: late, or open past it; pending: open, and
-- not due yet or without a deadline. received = on time + late + open overdue + pending. What an office refused
-- (不予受理) was not received. A message without a deadline that is closed was closed on time.
-- title:  {zh: 留言办理数, en: Messages received, closed, closed on time, overdue}
-- figure: message_received_count{channel}, message_closed_count{channel}, message_on_time_count{channel},
--         message_late_count{channel}, message_overdue_count{channel}, message_pending_count{channel},
--         message_verified_count{channel} (属实), message_published_count{channel} (答复并公开),
--         message_deadline_count{channel}: whose deadline is known; only where it is of all can a text say 无超期
-- grain:  one row per figure and channel; the channels that the office must report always have one
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on, message_statistics_on (dates, inclusive), channels (text[])
with received as (
    select
        channel,
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
),

counted as (
    select
        channel.channel,
        count(received.channel) as received_count,
        count(*) filter (where received.is_closed) as closed_count,
        count(*) filter (where received.is_closed and received.is_in_time) as on_time_count,
        count(*) filter (where received.is_closed and not received.is_in_time) as late_count,
        count(*) filter (where not received.is_closed and received.is_due) as open_overdue_count,
        count(*) filter (where not received.is_closed and not received.is_due) as pending_count,
        count(*) filter (where received.is_verified) as verified_count,
        count(*) filter (where received.is_closed and received.is_published) as published_count,
        count(*) filter (where received.has_deadline) as deadline_count
    from channel
    left join received on channel.channel = received.channel
    group by channel.channel
)

select
    figure.figure_id,
    counted.channel as dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from counted
cross join unnest(
    array[
        'message_received_count', 'message_closed_count', 'message_on_time_count', 'message_late_count',
        'message_overdue_count', 'message_pending_count', 'message_verified_count', 'message_published_count',
        'message_deadline_count'
    ],
    array[
        counted.received_count, counted.closed_count, counted.on_time_count, counted.late_count,
        counted.late_count + counted.open_overdue_count, counted.pending_count, counted.verified_count,
        counted.published_count, counted.deadline_count
    ]
) as figure (figure_id, value);
