-- 留言超期未回应: messages that a site shows unanswered for longer than the months allowed, within a year of being asked.
-- Not of columns that the rule excepts (在线访谈, 调查征集, 网上信访, 纪检举报). A message is open from the first reading that
-- shows it so to the day of its answer, or to the last day on which the site was read.
-- grain:  one row per site and message
-- reads:  staging.sign, staging.page
-- params: observer_id, kind, answer_months, excepted (words of the columns that do not count)
with shown as (
    select
        sign.subject_id,
        case when sign.place like '%%://%%' then sign.place else sign.url end as url,
        case when sign.place like '%%://%%' then '' else sign.place end as number,
        sign.day,
        sign.value::date as asked_on,
        (sign.detail ->> 'is_answered')::boolean as is_answered,
        (sign.detail ->> 'answered_on')::date as answered_on,
        sign.snapshot_id,
        concat_ws(' ', page.column_name, page.title) as called
    from staging.sign as sign
    inner join staging.page as page using (observer_id, subject_id, day, url)
    where
        sign.observer_id = %(observer_id)s
        and sign.topic = 'interaction'
        and sign.kind = 'message'
        and mart.kind_of(sign.subject_id) = %(kind)s
),

message as (
    select
        subject_id,
        url,
        asked_on,
        min(day) filter (where not is_answered) as first_day,
        max(day) filter (where not is_answered) as last_day,
        min(answered_on) as answered_on,
        min(day) filter (where is_answered) as seen_answered_on,
        (array_agg(snapshot_id order by day desc) filter (where not is_answered))[1] as snapshot_id
    from shown
    where
        not exists (
            select 1
            from unnest(%(excepted)s::text[]) as word
            where strpos(shown.called, word) > 0
        )
    group by subject_id, url, number, asked_on
),

read_until as (
    select
        subject_id,
        max(day) as day
    from staging.page
    where observer_id = %(observer_id)s and kind = 'home'
    group by subject_id
),

waiting as (
    select
        message.*,
        greatest(
            message.first_day, (message.asked_on + make_interval(months => %(answer_months)s))::date + 1
        ) as over_on,
        least(
            case
                when message.seen_answered_on > message.last_day
                    then greatest(message.last_day, coalesce(message.answered_on, message.seen_answered_on) - 1)
                else greatest(message.last_day, read_until.day)
            end,
            (message.asked_on + interval '1 year')::date - 1
        ) as until_on
    from message
    left join read_until using (subject_id)
    where message.first_day is not null
)

select
    subject_id,
    url as locator,
    '超期未回应 ' || asked_on as term,
    min(over_on) as first_seen_on,
    max(until_on) as last_seen_on,
    null::text as excerpt,
    min(snapshot_id) as snapshot_id
from waiting
where over_on <= until_on
group by subject_id, url, asked_on;
