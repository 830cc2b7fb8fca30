-- 网站漏报瞒报: sites of bodies in the domain of a registered site, to which that one's home page leads and which no
-- registry of the office holds. Sites of superiors and of other places lie in other domains.
-- grain:  one row per site that leads there and address
-- reads:  staging.sign, mart.dim_subject
-- params: jurisdiction_id, observer_id, kind
with named as (
    select
        sign.subject_id,
        sign.url,
        sign.place as address,
        split_part(mart.address_key(sign.place), '/', 1) as host,
        sign.value as organiser,
        sign.detail ->> 'site_code' as site_code,
        sign.day,
        sign.snapshot_id
    from staging.sign
    where
        sign.observer_id = %(observer_id)s
        and sign.topic = 'links'
        and sign.kind = 'body_site'
        and mart.kind_of(sign.subject_id) = %(kind)s
),

known as (
    select
        site_code,
        split_part(mart.address_key(home_url), '/', 1) as host,
        organiser
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s and kind = 'site'
)

select
    named.subject_id,
    named.address as locator,
    '未登记网站 ' || named.organiser as term,
    min(named.day) as first_seen_on,
    max(named.day) as last_seen_on,
    min(named.url) as excerpt,
    (array_agg(named.snapshot_id order by named.day desc))[1] as snapshot_id
from named
where
    not exists (
        select 1
        from known
        where known.host = named.host or known.site_code = named.site_code
    )
    -- a label before the host of a registered site, or beside it below the same name
    and exists (
        select 1
        from known
        where named.host like '%%.' || regexp_replace(known.host, '^[^.]+\.(?=[^.]+\.gov\.cn$|[^.]+\.xn--zfr164b)', '')
    )
group by named.subject_id, named.address, named.organiser;
