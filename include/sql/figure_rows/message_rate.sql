-- Rows of message_rate: the messages received by one channel, with what each adds to either side of a rate.
-- grain:  one row per message
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on, message_statistics_on (dates, inclusive), figure_id, dimension
with received as (
    select
        message_id,
        received_on,
        closed_on,
        coalesce(closed_on <= %(message_statistics_on)s, false) as is_closed,
        coalesce(closed_at <= deadline_at, deadline_at is null) as is_in_time,
        coalesce(deadline_at <= ((%(message_statistics_on)s::date + 1)::timestamp at time zone 'Asia/Shanghai'), false)
            as is_due,
        coalesce(is_published, false) as is_published
    from staging.valid_message
    where
        jurisdiction_id = %(jurisdiction_id)s
        and received_on between %(period_start)s and %(cutoff_on)s
        and channel = %(dimension)s
)

select
    message_id as row_key,
    null::text as subject_id,
    concat(received_on, ' – ', coalesce(closed_on::text, '未办结')) as said,
    case %(figure_id)s
        when 'message_closed_rate' then is_closed
        when 'message_published_rate' then is_closed and is_published
        else is_closed and is_in_time
    end::integer::numeric as adds,
    case when %(figure_id)s = 'message_on_time_rate' then is_closed or is_due else true end::integer::numeric
        as adds_to_denominator
from received;
