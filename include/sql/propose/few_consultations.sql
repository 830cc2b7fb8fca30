-- 征集调查: columns of consultations of sites whose entries within a year are fewer than the rule names.
-- Whether fewer cost points or only earn none, our text leaves open: a person says. A list of which every entry is
-- younger than a year may go on behind its first page and tells only of sites with one such column and few entries.
-- grain:  one row per site and column
-- reads:  staging.sign, staging.page
-- params: observer_id, kind, activities_at_least
with newest as (
    select distinct on (sign.subject_id, sign.url)
        sign.subject_id,
        sign.url,
        sign.day,
        sign.occurrence_count as activity_count,
        sign.value as newest_on,
        sign.snapshot_id,
        page.title
    from staging.sign
    inner join staging.page using (observer_id, subject_id, day, url)
    where
        sign.observer_id = %(observer_id)s
        and mart.kind_of(sign.subject_id) = %(kind)s
        and sign.topic = 'interaction'
        and sign.kind = 'consultations'
    order by sign.subject_id asc, sign.url asc, sign.day desc
),

few as (
    select
        subject_id,
        sum(activity_count) as activity_count
    from newest
    group by subject_id
    having sum(activity_count) < %(activities_at_least)s and bool_and(newest_on is not null) -- they date their entries
)

select
    newest.subject_id,
    newest.url as locator,
    '1年内开展征集调查不足' as term,
    newest.day as first_seen_on,
    newest.day as last_seen_on,
    concat_ws(' ', newest.title, newest.newest_on, few.activity_count) as excerpt,
    newest.snapshot_id
from newest
inner join few using (subject_id);
