-- 可用性: entries that lists besides the home page still lead to and that are gone: answered 404 or 410, by words of a
-- page that says so (软 404), or by the home page. One look alone may err, and a list may be read before it is mended: a
-- person says. Links of the home page itself are measured (broken_links).
-- grain:  one row per site and address
-- reads:  staging.site_column, staging.item, staging.snapshot, staging.page, mart.dim_subject
-- params: jurisdiction_id, observer_id, kind
with newest as ( -- the last look at each column that could be read
    select distinct on (site_column.subject_id, site_column.url)
        site_column.subject_id,
        site_column.url,
        site_column.day
    from staging.site_column
    where
        site_column.observer_id = %(observer_id)s
        and site_column.read_state = 'ok'
        and %(kind)s = 'site' -- they alone have columns; of mart.kind_of the planner would expect one row in 200
    order by site_column.subject_id asc, site_column.url asc, site_column.day desc
),

listed as (
    select distinct on (item.subject_id, item.url)
        item.subject_id,
        item.url,
        item.title,
        newest.url as column_url,
        newest.day
    from newest
    inner join staging.item
        on
            item.observer_id = %(observer_id)s
            and newest.subject_id = item.subject_id
            and newest.day = item.day
            and newest.url = item.column_url
    order by item.subject_id asc, item.url asc, newest.day desc
),

answer as ( -- the newest for each entry
    select distinct on (listed.subject_id, listed.url)
        listed.*,
        snapshot.day as asked_on,
        snapshot.final_url,
        snapshot.http_status,
        snapshot.snapshot_id
    from listed
    inner join staging.snapshot
        on
            snapshot.observer_id = %(observer_id)s
            and listed.subject_id = snapshot.subject_id
            and listed.url = snapshot.url
            and snapshot.http_status is not null
    order by listed.subject_id asc, listed.url asc, snapshot.day desc
)

select
    answer.subject_id,
    answer.url as locator,
    '列表条目无法打开' as term,
    answer.asked_on as first_seen_on,
    greatest(answer.asked_on, answer.day) as last_seen_on,
    concat_ws(' ', answer.title, answer.column_url) as excerpt,
    answer.snapshot_id
from answer
inner join mart.dim_subject as site
    on
        site.jurisdiction_id = %(jurisdiction_id)s
        and answer.subject_id = site.subject_id
        and site.valid_to is null
left join staging.page
    on
        page.observer_id = %(observer_id)s
        and answer.subject_id = page.subject_id
        and answer.asked_on = page.day
        and answer.url = page.url
where
    answer.http_status in (404, 410)
    or page.read_state = 'error_page'
    or (
        answer.http_status < 400
        and mart.address_key(answer.final_url) = mart.address_key(site.home_url)
        and mart.address_key(answer.url) <> mart.address_key(site.home_url)
    );
