-- 页面被篡改: pages whose signs of tampering weigh enough that a person should look.
-- The weights are those of the reader (extract/tampering.py); an official page has no score at all.
-- grain:  one row per site and page
-- reads:  staging.sign
-- params: kind
select
    subject_id,
    url as locator,
    '疑似被篡改' as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(left(detail ->> 'reasons', 300) order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    topic = 'tampering'
    and kind = 'score'
    and (detail ->> 'score')::integer >= 40
    and split_part(subject_id, ':', 1) = %(kind)s
group by subject_id, url;
