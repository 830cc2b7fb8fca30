-- 留言公开: whether the messages that a site shows have had no new answer for months.
-- Messages and answers published, told on the days on which a list of several was read: the newest answer of it and of
-- whatever was read in the days before counts, for letters on pages of their own are read by turns. A site of which no
-- such list was read on the day is not assessed.
-- grain:   one row per running site that shows messages, and day
-- reads:   mart.running_subjects, staging.sign
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), answer_months, window_days,
--          messages_at_least
-- value:   1 where the newest answer shown is as old as the months allowed or older, else 0
-- unknown: no_dated_answer
with told as (
    select
        subject_id,
        day,
        max((detail ->> 'newest_answered_on')::date) as newest_answered_on,
        sum(occurrence_count) as message_count,
        max(occurrence_count) as list_count,
        (array_agg(snapshot_id order by detail ->> 'newest_answered_on' desc nulls last, url))[1] as snapshot_id
    from staging.sign
    where
        observer_id = %(observer_id)s
        and topic = 'interaction'
        and kind = 'messages'
        and day > %(from_day)s::date - %(window_days)s::integer
        and day < %(to_day)s
    group by subject_id, day
),

shown as (
    select
        told.subject_id,
        told.day,
        told.message_count,
        told.snapshot_id,
        (
            select max(before.newest_answered_on)
            from told as before
            where
                before.subject_id = told.subject_id
                and before.day <= told.day
                and before.day > told.day - %(window_days)s::integer
        ) as newest_answered_on
    from told
    where told.day >= %(from_day)s and told.list_count >= %(messages_at_least)s
)

select
    shown.subject_id,
    shown.day,
    (shown.day >= shown.newest_answered_on + make_interval(months => %(answer_months)s))::integer::numeric as value,
    shown.message_count as sample_count,
    case when shown.newest_answered_on is null then 'no_dated_answer' end as unknown_reason,
    jsonb_build_array(
        jsonb_build_object(
            'kind', 'snapshot', 'id', shown.snapshot_id, 'note', coalesce(shown.newest_answered_on::text, '')
        )
    ) as evidence
from shown
inner join
    mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s) as assessed
    on shown.subject_id = assessed.subject_id and shown.day = assessed.day;
