-- Rates of the messages received in the period, as of the day of the statistics. No row where the denominator is 0.
-- 办结率 = closed / received. 按期办结率 = closed on time / (received less those that are open and not due yet: they
-- are pending, message_pending_count). 时限内办结率 = closed on time / received, the pending ones included.
-- 答复率 = answered and published / received, of channels whose export says which answers are published.
-- title:  {zh: 留言办结率、按期办结率、时限内办结率、答复率, en: 'Shares of messages closed, on time, within the limit'}
-- figure: message_closed_rate{channel}, message_on_time_rate{channel}, message_within_limit_rate{channel},
--         message_published_rate{channel}
-- grain:  one row per figure and channel that received a message, value a share 0–1
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on, message_statistics_on (dates, inclusive)
with received as (
    select
        channel,
        coalesce(closed_on <= %(message_statistics_on)s, false) as is_closed,
        coalesce(closed_at <= deadline_at, deadline_at is null) as is_in_time,
        coalesce(deadline_at <= ((%(message_statistics_on)s::date + 1)::timestamp at time zone 'Asia/Shanghai'), false)
            as is_due,
        is_published
    from staging.valid_message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and received_on between %(period_start)s and %(cutoff_on)s
),

counted as (
    select
        channel,
        count(*) as received_count,
        count(*) filter (where is_closed) as closed_count,
        count(*) filter (where is_closed and is_in_time) as on_time_count,
        count(*) filter (where is_closed or is_due) as due_count,
        count(*) filter (where is_closed and is_published) as published_count,
        count(is_published) > 0 as says_published
    from received
    group by channel
)

select
    rate.figure_id,
    counted.channel as dimension,
    rate.numerator::numeric / rate.denominator as value,
    rate.numerator::numeric as numerator,
    rate.denominator::numeric as denominator
from counted
cross join
    unnest(
        array[
            'message_closed_rate', 'message_on_time_rate', 'message_within_limit_rate', 'message_published_rate'
        ],
        array[counted.closed_count, counted.on_time_count, counted.on_time_count, counted.published_count],
        array[
            counted.received_count, counted.due_count, counted.received_count,
            case when counted.says_published then counted.received_count else 0 end
        ]
    ) as rate (figure_id, numerator, denominator)
where rate.denominator > 0;
