-- Rows of message_count: the messages received by one channel, and which of them a figure counts.
-- grain:  one row per message; those that the figure does not count add 0 to it
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
        coalesce(is_verified, false) as is_verified,
        coalesce(is_published, false) as is_published,
        deadline_at is not null as has_deadline
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
        when 'message_received_count' then true
        when 'message_closed_count' then is_closed
        when 'message_on_time_count' then is_closed and is_in_time
        when 'message_late_count' then is_closed and not is_in_time
        when 'message_overdue_count' then (is_closed and not is_in_time) or (not is_closed and is_due)
        when 'message_pending_count' then not is_closed and not is_due
        when 'message_verified_count' then is_verified
        when 'message_deadline_count' then has_deadline
        else is_closed and is_published
    end::integer::numeric as adds,
    null::numeric as adds_to_denominator
from received;
