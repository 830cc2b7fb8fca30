-- 发布不当内容: posts whose signs of spam (gambling, pornography and the like) weigh enough that a person should look.
-- grain:  one row per account and post
-- reads:  staging.sign
-- params: kind
select
    subject_id,
    url as locator,
    '疑似不当内容' as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(left(detail ->> 'reasons', 300) order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    topic = 'tampering'
    and kind = 'score'
    and (detail ->> 'score')::integer >= 40
    and url like 'post:%%'
    and split_part(subject_id, ':', 1) = %(kind)s
group by subject_id, url;
