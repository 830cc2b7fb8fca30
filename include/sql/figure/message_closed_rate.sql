-- Closed share (办结率) of the messages received in the period, by the cut-off day. No row where none came.
-- title:  {zh: 留言办结率, en: Share of messages closed}
-- figure: message_closed_rate{channel}
-- grain:  one row per channel that received a message, value a share 0–1
-- reads:  staging.message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with received as (
    select
        channel,
        count(*) filter (where (closed_at at time zone 'Asia/Shanghai')::date <= %(cutoff_on)s) as closed_count,
        count(*) as received_count
    from staging.message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and received_on between %(period_start)s and %(cutoff_on)s
    group by channel
)

select
    'message_closed_rate' as figure_id,
    channel as dimension,
    closed_count::numeric / received_count as value,
    closed_count::numeric as numerator,
    received_count::numeric as denominator
from received;
