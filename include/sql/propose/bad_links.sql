-- 发布或链接不当内容: links whose target is now a page of gambling, pornography or other spam, and links that advertise
-- such things on a page of the site, in sight or hidden (暗链).
-- grain:  one row per site, page and target, or page and kind of link
-- reads:  staging.sign
-- params: observer_id, kind
select
    subject_id,
    url as locator,
    case
        when topic = 'links' or kind = 'link_to_spam' then place
        when kind = 'spam_links' then '不当链接'
        when kind = 'hidden_links' then '隐藏的不当链接'
        else '隐藏的不当文字'
    end as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(coalesce(value, detail ->> 'reason') order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    observer_id = %(observer_id)s
    and (
        (topic = 'links' and kind = 'drifted' and detail ->> 'reason' <> 'parked')
        or (topic = 'tampering' and kind in ('link_to_spam', 'spam_links'))
        or (topic = 'tampering' and kind = 'hidden_links' and (detail ->> 'is_bad')::boolean)
        or (topic = 'tampering' and kind = 'spam' and place like 'hidden%%')
    )
    and mart.kind_of(subject_id) = %(kind)s
group by 1, 2, 3;
