-- 页面被篡改: pages whose signs of tampering weigh enough that a person should look.
-- The weights are those of the reader (extract/tampering.py); an official page has no score at all.
-- grain:  one row per site and page
-- reads:  staging.spam_score
-- params: kind
select
    subject_id,
    locator,
    '疑似被篡改' as term,
    first_seen_on,
    last_seen_on,
    excerpt,
    snapshot_id
from staging.spam_score
where kind = %(kind)s;
