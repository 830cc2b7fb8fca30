-- 弄虚作假: old texts under a new date (旧稿重发), articles whose date was moved or lies after they were seen, articles that
-- came into a list under a day on which the list, read since, did not hold them (补录), and lists that date the same
-- entries on the day of every look.
-- grain:  one row per site, article or list, and kind of doubt
-- reads:  staging.reissue, staging.date_doubt, staging.sign, staging.item, staging.page
-- params: observer_id, kind, days_late, entries_at_least
with dated_today as ( -- lists of which every entry bore the day of the look
    select
        sign.subject_id,
        sign.url,
        sign.day,
        sign.snapshot_id
    from staging.sign
    where
        sign.observer_id = %(observer_id)s
        and sign.topic = 'dates'
        and sign.kind = 'all_today'
        and mart.kind_of(sign.subject_id) = %(kind)s
),

moved_along as ( -- their entries that bore two such days: the second proves it
    select
        dated_today.subject_id,
        dated_today.url,
        item.url as entry_url,
        (array_agg(distinct dated_today.day order by dated_today.day))[2] as first_day,
        max(dated_today.day) as last_day,
        max(dated_today.snapshot_id) as snapshot_id
    from dated_today
    inner join staging.item
        on
            item.observer_id = %(observer_id)s
            and dated_today.subject_id = item.subject_id
            and dated_today.day = item.day
            and dated_today.url = item.column_url
            and dated_today.day = item.published_on
    group by dated_today.subject_id, dated_today.url, item.url
    having count(distinct dated_today.day) >= 2
),

late as ( -- lists in which an article of an older day, as both say, stands for the first time
    select
        doubt.subject_id,
        doubt.url,
        item.column_url,
        min(item.day) as first_day,
        (array_agg(item.published_on order by item.day))[1] as printed_on,
        (array_agg(item.snapshot_id order by item.day))[1] as snapshot_id
    from staging.date_doubt as doubt
    inner join staging.item
        on
            item.observer_id = %(observer_id)s
            and doubt.subject_id = item.subject_id
            and doubt.url = item.url
    where
        doubt.observer_id = %(observer_id)s
        and doubt.kind = 'before_first_seen'
        and doubt.days >= %(days_late)s
        and mart.kind_of(doubt.subject_id) = %(kind)s
    group by doubt.subject_id, doubt.url, item.column_url
)

select
    subject_id,
    url as locator,
    '旧稿重发' as term,
    day as first_seen_on,
    day as last_seen_on,
    concat_ws(' ', published_on, title, '←', older_published_on, older_url) as excerpt,
    snapshot_id
from staging.reissue
where
    observer_id = %(observer_id)s
    and mart.kind_of(subject_id) = %(kind)s
    and title = older_title -- alike texts alone may share a form
union all
select
    subject_id,
    url as locator,
    case kind when 'moved' then '发稿日期被改动' else '发稿日期晚于首次发现日期' end as term,
    day as first_seen_on,
    day as last_seen_on,
    concat_ws(' ', first_published_on, '→', last_published_on, '首次发现', first_seen_on) as excerpt,
    snapshot_id
from staging.date_doubt
where
    observer_id = %(observer_id)s
    and mart.kind_of(subject_id) = %(kind)s
    and kind in ('moved', 'after_first_seen')
union all
select
    subject_id,
    url as locator,
    '全部日期均为访问当日' as term,
    min(first_day) as first_seen_on,
    max(last_day) as last_seen_on,
    count(*)::text as excerpt,
    max(snapshot_id) as snapshot_id
from moved_along
group by subject_id, url
having count(*) >= %(entries_at_least)s
union all
select
    late.subject_id,
    late.url as locator,
    '补录' as term,
    late.first_day as first_seen_on,
    late.first_day as last_seen_on,
    concat_ws(' ', late.printed_on, before.day, '→', late.first_day) as excerpt,
    late.snapshot_id
from late
cross join
    lateral (
        select page.day
        from staging.page
        where
            page.observer_id = %(observer_id)s
            and page.subject_id = late.subject_id
            and page.url = late.column_url
            and page.day < late.first_day
            and page.read_state = 'ok'
            and page.item_count > 0
        order by page.day desc
        limit 1
    ) as before
-- the list that was read before, well after that day, goes on behind it: by several entries, for one may be pinned
where
    before.day >= late.printed_on + %(days_late)s::integer
    and (
        select count(*)
        from staging.item as older
        where
            older.observer_id = %(observer_id)s
            and older.subject_id = late.subject_id
            and older.day = before.day
            and older.column_url = late.column_url
            and older.published_on < late.printed_on
    ) >= %(entries_at_least)s;
