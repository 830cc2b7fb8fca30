-- Visitors' messages (网民留言) received in the period, and what had become of them by the cut-off day.
-- title:  {zh: 留言办理数, en: Messages received, closed, closed on time, overdue}
-- figure: message_received_count{channel}, message_closed_count{channel},
--         message_on_time_count{channel}, message_overdue_count{channel}
-- grain:  one row per figure and channel; the channels that the office must report always have one
-- reads:  staging.message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), channels (text[])
with received as (
    select
        channel,
        coalesce((closed_at at time zone 'Asia/Shanghai')::date <= %(cutoff_on)s, false) as is_closed,
        coalesce(closed_at <= due_at, due_at is null) as is_in_time,
        coalesce((due_at at time zone 'Asia/Shanghai')::date < %(cutoff_on)s, false) as is_due
    from staging.message
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
        count(*) filter (
            where (received.is_closed and not received.is_in_time) or (not received.is_closed and received.is_due)
        ) as overdue_count
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
    array['message_received_count', 'message_closed_count', 'message_on_time_count', 'message_overdue_count'],
    array[counted.received_count, counted.closed_count, counted.on_time_count, counted.overdue_count]
) as figure (figure_id, value);
