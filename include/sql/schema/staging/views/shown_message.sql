-- One row per message that a site's pages showed on a day (留言选登): of a list and the message's own page, which show
-- the same one, that which knows of an answer. `waiting_days` counts the calendar days from question to answer, or to
-- the day of the look where there is none.
-- needs: staging/sign
create or replace view staging.shown_message as
with shown as (
    select
        subject_id,
        day,
        case when place like 'http%' then place else url || '#' || place end as locator,
        snapshot_id,
        value::date as asked_on,
        (detail ->> 'answered_on')::date as answered_on,
        (detail ->> 'is_answered')::boolean as is_answered
    from staging.sign
    where topic = 'interaction' and kind = 'message'
)

select distinct on (subject_id, day, locator)
    subject_id,
    day,
    locator,
    snapshot_id,
    asked_on,
    answered_on,
    is_answered,
    coalesce(answered_on, day) - asked_on as waiting_days
from shown
order by subject_id asc, day asc, locator asc, is_answered desc nulls last, answered_on asc, snapshot_id asc;

comment on view staging.shown_message is 'One message that a site''s pages showed on a day (留言选登)';
comment on column staging.shown_message.subject_id is 'The site';
comment on column staging.shown_message.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.shown_message.locator is 'Its address';
comment on column staging.shown_message.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.shown_message.asked_on is 'Day of the question';
comment on column staging.shown_message.answered_on is 'Day of the answer';
comment on column staging.shown_message.is_answered is 'Whether it was answered';
comment on column staging.shown_message.waiting_days is
'Calendar days from question to answer, or to the day of the look';
