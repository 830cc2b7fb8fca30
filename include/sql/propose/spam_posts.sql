-- 发布不当内容: posts whose signs of spam (gambling, pornography and the like) weigh enough that a person should look.
-- grain:  one row per account and post
-- reads:  staging.spam_score
-- params: observer_id, kind
select
    subject_id,
    locator,
    '疑似不当内容' as term,
    first_seen_on,
    last_seen_on,
    excerpt,
    snapshot_id
from staging.spam_score
where observer_id = %(observer_id)s and kind = %(kind)s;
