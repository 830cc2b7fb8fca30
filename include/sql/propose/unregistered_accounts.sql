-- 账号漏报瞒报: accounts that a site names as its own and that the registry of that day did not hold.
-- grain:  one row per site, page and account
-- reads:  staging.named_account
-- params: jurisdiction_id, observer_id, kind
with unregistered as (
    select
        named.subject_id,
        named.url,
        named.day,
        named.account_url,
        named.snapshot_id,
        named.platform || ' ' || coalesce(named.name, named.account_id, named.account_url) as account
    from staging.named_account as named
    where
        named.jurisdiction_id = %(jurisdiction_id)s
        and named.observer_id = %(observer_id)s
        and named.standing = 'unregistered'
        and mart.kind_of(named.subject_id) = %(kind)s
)

select
    subject_id,
    url as locator,
    account as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(account_url order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from unregistered
group by subject_id, url, account;
