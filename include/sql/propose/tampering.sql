-- 页面被篡改: pages whose signs of tampering weigh enough that a person should look.
-- The weights are those of the reader (extract/tampering.py); an official page has no score at all.
-- grain:  one row per site and page
-- reads:  staging.spam_score
-- params: observer_id, kind
select
    subject_id,
    locator,
    '疑似被篡改' as term,
    first_seen_on,
    last_seen_on,
    excerpt,
    snapshot_id
from staging.spam_score
where observer_id = %(observer_id)s and kind = %(kind)s;
