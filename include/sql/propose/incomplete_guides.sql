-- 办事指南要素缺失: service guides that lack element classes, where a site has so many of them.
-- What a guide holds in pictures, files or tabs that only a browser opens no reader sees: a person says.
-- grain:  one row per site and guide, by its newest reading
-- reads:  staging.sign
-- params: observer_id, kind, lacking_at_least (element classes), guides_at_least (guides of a site that lack so many)
with newest as (
    select distinct on (subject_id, url)
        subject_id,
        url,
        day,
        occurrence_count as lacking_count,
        value,
        excerpt,
        snapshot_id
    from staging.sign
    where
        observer_id = %(observer_id)s
        and topic = 'services'
        and kind = 'guide'
        and mart.kind_of(subject_id) = %(kind)s
    order by subject_id asc, url asc, day desc
),

lacking as (
    select
        newest.*,
        count(*) over (partition by newest.subject_id) as guide_count,
        (
            select min(earlier.day)
            from staging.sign as earlier
            where
                earlier.observer_id = %(observer_id)s
                and earlier.subject_id = newest.subject_id
                and earlier.url = newest.url
                and earlier.topic = 'services'
                and earlier.kind = 'guide'
                and earlier.occurrence_count >= %(lacking_at_least)s
        ) as first_day
    from newest
    where newest.lacking_count >= %(lacking_at_least)s
)

select
    subject_id,
    url as locator,
    '要素缺失' as term,
    first_day as first_seen_on,
    day as last_seen_on,
    concat_ws(': ', excerpt, value) as excerpt,
    snapshot_id
from lacking
where guide_count >= %(guides_at_least)s;
