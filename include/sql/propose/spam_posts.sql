-- 发布不当内容: posts whose signs of spam (gambling, pornography and the like) weigh enough that a person should look.
-- grain:  one row per account and post
-- reads:  staging.spam_score
-- params: observer_id, kind, weights, most, proposed_at
select
    subject_id,
    locator,
    '疑似不当内容' as term,
    first_seen_on,
    last_seen_on,
    left(reasons::text, 300) as excerpt,
    snapshot_id
from staging.spam_score(%(observer_id)s, %(weights)s, %(most)s, %(proposed_at)s)
where kind = %(kind)s;
