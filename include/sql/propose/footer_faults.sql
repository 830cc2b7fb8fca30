-- 网站标识: what is odd about the foot of pages: a mark of the bodies (党政机关) that leads to no certificate, another site's
-- code, a police number of another province, and pages other than the home page that bear none of the marks.
-- A page whose foot a script or frame may bring tells nothing; nor does a site that shows its marks nowhere.
-- grain:  one row per site and fault (of pages without a foot: and page)
-- reads:  staging.sign, staging.mark, staging.page
-- params: observer_id, kind, marks_at_most
select
    subject_id,
    min(url) as locator,
    case kind
        when 'fake_conac' then '党政机关网站标识未指向证书'
        when 'code' then '网站标识码与登记不符'
        else '公安备案号归属地不符'
    end as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(value order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    observer_id = %(observer_id)s
    and topic = 'footer'
    and kind in ('fake_conac', 'code', 'police_region')
    and mart.kind_of(subject_id) = %(kind)s
group by subject_id, kind
union all
select
    lacking.subject_id,
    lacking.url as locator,
    '页面底部无标识' as term,
    min(lacking.day) as first_seen_on,
    max(lacking.day) as last_seen_on,
    (array_agg(lacking.value order by lacking.day desc))[1] as excerpt,
    (array_agg(lacking.snapshot_id order by lacking.day desc))[1] as snapshot_id
from staging.sign as lacking
inner join staging.page using (observer_id, subject_id, day, url)
where
    lacking.observer_id = %(observer_id)s
    and lacking.topic = 'footer'
    and lacking.kind = 'missing'
    and 7 - lacking.occurrence_count <= %(marks_at_most)s
    and page.kind in ('article', 'column')
    and mart.kind_of(lacking.subject_id) = %(kind)s
    and exists ( -- the home page of the site bears them in its own text
        select 1
        from staging.mark
        where
            mark.observer_id = %(observer_id)s
            and mark.subject_id = lacking.subject_id
            and mark.kind = 'icp'
    )
group by lacking.subject_id, lacking.url;
