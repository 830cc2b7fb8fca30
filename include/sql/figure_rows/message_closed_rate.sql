-- Rows of message_closed_rate: the messages received by one channel; the closed ones add to the numerator.
-- grain:  one row per message
-- reads:  staging.message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), dimension
select
    message_id as row_key,
    null::text as subject_id,
    concat(received_on, ' – ', coalesce((closed_at at time zone 'Asia/Shanghai')::date::text, '未办结')) as said,
    coalesce((closed_at at time zone 'Asia/Shanghai')::date <= %(cutoff_on)s, false)::integer::numeric as adds,
    1::numeric as adds_to_denominator
from staging.message
where
    jurisdiction_id = %(jurisdiction_id)s
    and received_on between %(period_start)s and %(cutoff_on)s
    and channel = %(dimension)s;
