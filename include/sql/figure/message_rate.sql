-- Rates of the messages received in the period, as of the day of the statistics. None where the denominator is 0.
-- 办结率 = closed / received. 按期办结率 = closed on time / (received less those that are open and not due yet: they
-- are pending, message_pending_count). 时限内办结率 = closed on time / received, the pending ones included.
-- 答复率 = answered and published / received, of channels whose export says which answers are published.
-- title:  {zh: 留言办结率、按期办结率、时限内办结率、答复率, en: 'Shares of messages closed, on time, within the limit'}
-- combines: share
-- figure: message_closed_rate{channel}, message_on_time_rate{channel}, message_within_limit_rate{channel},
--         message_published_rate{channel}
-- grain:  one row per figure and message of its denominator
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on, message_statistics_on (dates, inclusive)
with received as (
    select
        message_id,
        channel,
        concat(received_on, ' – ', coalesce(closed_on::text, '未办结')) as said,
        coalesce(closed_on <= %(message_statistics_on)s, false) as is_closed,
        coalesce(closed_at <= deadline_at, deadline_at is null) as is_in_time,
        coalesce(deadline_at <= ((%(message_statistics_on)s::date + 1)::timestamp at time zone 'Asia/Shanghai'), false)
            as is_due,
        coalesce(is_published, false) as is_published,
        count(is_published) over (partition by channel) > 0 as says_published
    from staging.valid_message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and received_on between %(period_start)s and %(cutoff_on)s
)

select
    rate.figure_id,
    received.channel as dimension,
    received.message_id as row_key,
    null as subject_id,
    received.said,
    (received.is_closed and rate.is_well)::integer as adds,
    1 as adds_to_denominator
from received
cross join
    lateral (
        values
        ('message_closed_rate', true, true),
        ('message_on_time_rate', received.is_in_time, received.is_closed or received.is_due),
        ('message_within_limit_rate', received.is_in_time, true),
        ('message_published_rate', received.is_published, received.says_published)
    ) as rate (figure_id, is_well, is_counted)
where rate.is_counted;
