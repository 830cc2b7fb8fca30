-- Rows of message_kind_count: the messages of one kind that one channel received.
-- grain:  one row per message
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive), dimension
select
    message_id as row_key,
    null::text as subject_id,
    received_on::text as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from staging.valid_message
where
    jurisdiction_id = %(jurisdiction_id)s
    and received_on between %(period_start)s and %(cutoff_on)s
    and channel || '/' || kind = %(dimension)s;
