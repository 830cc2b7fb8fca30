-- 账号漏报瞒报: accounts of which posts or looks came in and that no registry of the office holds.
-- grain:  one row per account
-- reads:  ops.quarantine
-- params: jurisdiction_id, kind
select
    'account:' || platform || ':' || account as subject_id,
    'registry' as locator,
    '未登记账号 ' || platform || ' ' || account as term,
    min(on_day) as first_seen_on,
    max(on_day) as last_seen_on,
    min(file) as excerpt,
    null::text as snapshot_id
from (
    select
        substring(waiting.reason from '^account:([^:]+):') as platform,
        substring(waiting.reason from '^account:[^:]+:(.+) is not in the registry$') as account,
        coalesce(
            substring(
                coalesce(waiting.raw ->> 'published_at', waiting.raw ->> 'checked_at') from '^\d{4}-\d\d-\d\d'
            )::date,
            waiting.day
        ) as on_day,
        waiting.file
    from ops.quarantine as waiting
    where
        waiting.jurisdiction_id = %(jurisdiction_id)s
        and waiting.source in ('posts', 'account_checks')
        and waiting.state = 'waiting'
        and waiting.column_name = 'account_id'
) as unlisted
where account is not null and %(kind)s = 'account'
group by platform, account;
