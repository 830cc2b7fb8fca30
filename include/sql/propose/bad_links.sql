-- 发布或链接不当内容: links whose target is now a page of gambling, pornography or other spam.
-- grain:  one row per site, page and target
-- reads:  staging.sign
-- params: observer_id, kind
select
    subject_id,
    url as locator,
    place as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(coalesce(value, detail ->> 'reason') order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    observer_id = %(observer_id)s
    and (
        (topic = 'links' and kind = 'drifted' and detail ->> 'reason' <> 'parked')
        or (topic = 'tampering' and kind = 'link_to_spam')
    )
    and mart.kind_of(subject_id) = %(kind)s
group by subject_id, url, place;
