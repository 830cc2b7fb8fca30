-- 表格样表缺失: columns that list forms of which the files cannot be had, and guides whose forms cannot.
-- grain:  one row per site and column (or guide) of whose files, so far as they were asked for, most are gone
-- reads:  staging.sign, staging.item, staging.site_column, staging.snapshot
-- params: observer_id, kind, files_at_least
with offered as (
    select distinct
        sign.subject_id,
        sign.url,
        sign.place as file_url
    from staging.sign
    where
        sign.observer_id = %(observer_id)s
        and sign.topic = 'relations'
        and sign.kind = 'form'
        and mart.kind_of(sign.subject_id) = %(kind)s
),

asked as ( -- the newest answer for each file
    select distinct on (offered.subject_id, offered.url, offered.file_url)
        offered.subject_id,
        offered.url,
        offered.file_url,
        snapshot.day,
        snapshot.http_status in (404, 410) as is_gone,
        snapshot.snapshot_id
    from offered
    inner join staging.snapshot
        on
            snapshot.observer_id = %(observer_id)s
            and offered.subject_id = snapshot.subject_id
            and offered.file_url = snapshot.url
    where snapshot.http_status is not null
    order by offered.subject_id asc, offered.url asc, offered.file_url asc, snapshot.day desc
),

column_of as (
    select distinct
        item.subject_id,
        item.url,
        item.column_url
    from staging.item
    inner join staging.site_column
        on
            site_column.observer_id = %(observer_id)s
            and item.subject_id = site_column.subject_id
            and item.day = site_column.day
            and item.column_url = site_column.url
    where item.observer_id = %(observer_id)s and site_column.class = 'service'
)

select
    asked.subject_id,
    coalesce(column_of.column_url, asked.url) as locator,
    '表格无法下载' as term,
    min(asked.day) as first_seen_on,
    max(asked.day) as last_seen_on,
    (array_agg(asked.file_url order by asked.file_url) filter (where asked.is_gone))[1] as excerpt,
    (array_agg(asked.snapshot_id order by asked.file_url) filter (where asked.is_gone))[1] as snapshot_id
from asked
left join column_of on asked.subject_id = column_of.subject_id and asked.url = column_of.url
group by asked.subject_id, coalesce(column_of.column_url, asked.url)
having
    count(distinct asked.file_url) filter (where asked.is_gone) >= %(files_at_least)s
    and 2 * count(distinct asked.file_url) filter (where asked.is_gone) > count(distinct asked.file_url);
