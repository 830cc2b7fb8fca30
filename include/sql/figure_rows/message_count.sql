-- Rows of message_count: the messages received by one channel, and which of them a figure counts.
-- grain:  one row per message; those that the figure does not count add 0 to it
-- reads:  staging.message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), figure_id, dimension
with received as (
    select
        message_id,
        received_on,
        (closed_at at time zone 'Asia/Shanghai')::date as closed_on,
        coalesce((closed_at at time zone 'Asia/Shanghai')::date <= %(cutoff_on)s, false) as is_closed,
        coalesce(closed_at <= due_at, due_at is null) as is_in_time,
        coalesce((due_at at time zone 'Asia/Shanghai')::date < %(cutoff_on)s, false) as is_due
    from staging.message
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
        when 'message_received_count' then true
        when 'message_closed_count' then is_closed
        when 'message_on_time_count' then is_closed and is_in_time
        else (is_closed and not is_in_time) or (not is_closed and is_due)
    end::integer::numeric as adds,
    null::numeric as adds_to_denominator
from received;
