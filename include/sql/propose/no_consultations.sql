-- 征集调查: columns of consultations whose dated entries are all older than a year (1年内未开展征集调查活动).
-- How many a year are asked for, and whether fewer cost points or only earn none, our text leaves open: a person says.
-- grain:  one row per site and column, of the last day it was read
-- reads:  staging.sign, staging.page
-- params: observer_id, kind
select distinct on (sign.subject_id, sign.url)
    sign.subject_id,
    sign.url as locator,
    '1年内未开展征集调查' as term,
    sign.day as first_seen_on,
    sign.day as last_seen_on,
    concat_ws(' ', page.title, sign.value) as excerpt,
    sign.snapshot_id
from staging.sign
inner join staging.page using (observer_id, subject_id, day, url)
where
    sign.observer_id = %(observer_id)s
    and mart.kind_of(sign.subject_id) = %(kind)s
    and sign.topic = 'interaction'
    and sign.kind = 'consultations'
    and sign.occurrence_count = 0
    and sign.value is not null -- it dates its entries
    and not exists (
        select 1
        from staging.sign as later
        where
            later.observer_id = sign.observer_id
            and later.subject_id = sign.subject_id
            and later.url = sign.url
            and later.topic = 'interaction'
            and later.kind = 'consultations'
            and later.day > sign.day
            and later.occurrence_count > 0
    )
order by sign.subject_id asc, sign.url asc, sign.day desc;
