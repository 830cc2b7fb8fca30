-- 页面被篡改: pages whose signs of tampering weigh enough that a person should look (include/tampering.yaml).
-- grain:  one row per site and page
-- reads:  staging.spam_score
-- params: observer_id, kind, weights, most, proposed_at
select
    subject_id,
    locator,
    '疑似被篡改' as term,
    first_seen_on,
    last_seen_on,
    left(reasons::text, 300) as excerpt,
    snapshot_id
from staging.spam_score(%(observer_id)s, %(weights)s, %(most)s, %(proposed_at)s)
where kind = %(kind)s;
