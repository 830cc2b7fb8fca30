-- 留言公开: columns of messages whose newest answer is as old as the months allowed, and those that show no times.
-- A column tells by the messages on it, on the pages that it lists and on those that say its name; one of whose entries
-- some were never read tells nothing of its newest answer.
-- grain:  one row per site and column
-- reads:  staging.sign, staging.item, staging.page, staging.site_column
-- params: observer_id, kind, sections (jsonb: says, not), section, answer_months, messages_at_least
with letters as ( -- columns of messages, by name; the newest look at each
    select distinct on (site_column.subject_id, site_column.url)
        site_column.subject_id,
        site_column.url,
        site_column.name,
        site_column.day,
        site_column.snapshot_id
    from staging.site_column
    where
        site_column.observer_id = %(observer_id)s
        and mart.kind_of(site_column.subject_id) = %(kind)s
        and site_column.read_state = 'ok'
        and site_column.item_count > 0
        and site_column.name ~ (%(sections)s::jsonb -> %(section)s ->> 'says')
        and site_column.name !~ (%(sections)s::jsonb -> %(section)s ->> 'not')
    order by site_column.subject_id asc, site_column.url asc, site_column.day desc
),

letter as (
    select
        letters.subject_id,
        letters.url as column_url,
        item.url
    from letters
    inner join staging.item
        on
            item.observer_id = %(observer_id)s
            and letters.subject_id = item.subject_id
            and letters.day = item.day
            and letters.url = item.column_url
    union
    select
        letters.subject_id,
        letters.url as column_url,
        page.url
    from letters
    inner join staging.page
        on
            page.observer_id = %(observer_id)s
            and letters.subject_id = page.subject_id
            and letters.name = page.column_name
            and page.kind in ('article', 'other')
),

entry as ( -- what was read of each at any time
    select
        letter.subject_id,
        letter.column_url,
        letter.url,
        bool_or(page.url is not null) as is_read,
        max((message.detail ->> 'answered_on')::date) as answered_on,
        bool_or(message.url is not null) as has_times
    from letter
    left join staging.page
        on
            page.observer_id = %(observer_id)s
            and letter.subject_id = page.subject_id
            and letter.url = page.url
            and page.read_state = 'ok'
    left join staging.sign as message
        on
            message.observer_id = %(observer_id)s
            and page.subject_id = message.subject_id
            and page.day = message.day
            and page.url = message.url
            and message.topic = 'interaction'
            and message.kind = 'message'
    group by letter.subject_id, letter.column_url, letter.url
),

answers as (
    select
        entry.subject_id,
        entry.column_url,
        count(*) as entry_count,
        count(*) filter (where entry.is_read) as read_count,
        bool_or(entry.has_times) as has_times,
        max(entry.answered_on) as newest_answered_on
    from entry
    group by entry.subject_id, entry.column_url
),

own as ( -- messages that a column shows itself
    select
        sign.subject_id,
        sign.url as column_url,
        max((sign.detail ->> 'newest_answered_on')::date) as newest_answered_on
    from staging.sign
    inner join letters using (subject_id, url)
    where sign.observer_id = %(observer_id)s and sign.topic = 'interaction' and sign.kind = 'messages'
    group by sign.subject_id, sign.url
),

read_until as (
    select
        subject_id,
        max(day) as day
    from staging.page
    where observer_id = %(observer_id)s and kind = 'home'
    group by subject_id
),

told as (
    select
        letters.*,
        greatest(answers.newest_answered_on, own.newest_answered_on) as newest_answered_on,
        coalesce(answers.has_times, false) or own.column_url is not null as has_times,
        coalesce(answers.read_count, 0) as read_count,
        coalesce(answers.entry_count, 0) as entry_count,
        greatest(letters.day, read_until.day) as until_day
    from letters
    left join answers on letters.subject_id = answers.subject_id and letters.url = answers.column_url
    left join own on letters.subject_id = own.subject_id and letters.url = own.column_url
    left join read_until on letters.subject_id = read_until.subject_id
)

select
    subject_id,
    url as locator,
    '未更新留言答复' as term,
    (newest_answered_on + make_interval(months => %(answer_months)s))::date as first_seen_on,
    until_day as last_seen_on,
    concat_ws(' ', name, newest_answered_on) as excerpt,
    snapshot_id
from told
where
    read_count = entry_count
    and until_day >= newest_answered_on + make_interval(months => %(answer_months)s)
union all
select
    subject_id,
    url as locator,
    '留言未公开时间' as term,
    day as first_seen_on,
    day as last_seen_on,
    name as excerpt,
    snapshot_id
from told
where not has_times and read_count >= %(messages_at_least)s;
