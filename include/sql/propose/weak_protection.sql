-- 安全防护不到位: doors of content systems, folders, traces of errors and inner addresses that a site shows to everybody.
-- Whether a door is open is not tried: a person says.
-- grain:  one row per site and address (of a trace or a folder: of the page), the page that shows it first
-- reads:  staging.sign
-- params: observer_id, kind
select
    subject_id,
    min(url) as locator,
    case kind
        when 'admin_login' then '后台入口 ' || place
        when 'private_host' then '内网地址 ' || place
        when 'directory_listing' then '目录列表'
        else '错误信息'
    end as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(coalesce(excerpt, value) order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    observer_id = %(observer_id)s
    and mart.kind_of(subject_id) = %(kind)s
    and (
        (topic = 'exposure' and kind in ('admin_login', 'directory_listing', 'error_trace'))
        or (topic = 'links' and kind = 'private_host')
    )
group by subject_id, kind, place, case when kind in ('directory_listing', 'error_trace') then url end;
