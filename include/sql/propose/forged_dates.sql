-- 弄虚作假: old texts under a new date (旧稿重发), and articles whose date was moved or lies after they were seen.
-- grain:  one row per site, article and kind of doubt
-- reads:  staging.reissue, staging.date_doubt
-- params: observer_id, kind
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
    and kind in ('moved', 'after_first_seen');
