-- 发布不当内容: posts whose signs of spam (gambling, pornography and the like) weigh enough that a person should look.
-- grain:  one row per account and post
-- reads:  staging.spam_score
-- params: kind
select
    subject_id,
    locator,
    '疑似不当内容' as term,
    first_seen_on,
    last_seen_on,
    excerpt,
    snapshot_id
from staging.spam_score
where kind = %(kind)s;
