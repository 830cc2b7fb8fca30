-- 个人隐私泄露: identity, bank card and mobile numbers left open on pages, in files and in posts; kept masked.
-- grain:  one row per site or account, page, file or post, and kind of number
-- reads:  staging.sign
-- params: observer_id, kind
select
    subject_id,
    url as locator,
    case kind
        when 'identity_number' then '身份证号'
        when 'bank_card' then '银行卡号'
        else '手机号码'
    end as term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(value || ' × ' || occurrence_count order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.sign
where
    observer_id = %(observer_id)s
    and topic = 'privacy'
    and kind in ('identity_number', 'bank_card', 'mobiles')
    and mart.kind_of(subject_id) = %(kind)s
group by subject_id, url, kind;
