-- 同一平台重复开设: running accounts that a body has on a platform beside an older one of its own.
-- Second account of a body on one platform: the one registered later is the one too many.
-- grain:   one row per running account and day
-- reads:   mart.running_days, mart.running_subjects, mart.dim_subject
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), several_allowed_on
-- value:   older running accounts of the same organiser on the same platform
-- unknown: never
with since as (
    select
        subject_id,
        min(valid_from) as since
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s and kind = 'account'
    group by subject_id
),

account as (
    select
        version.subject_id,
        version.platform,
        version.organiser,
        since.since,
        running.days * datemultirange(daterange(version.valid_from, version.valid_to)) as days
    from mart.dim_subject as version
    inner join since on version.subject_id = since.subject_id
    inner join mart.running_days(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as running
        on version.subject_id = running.subject_id
    where
        version.jurisdiction_id = %(jurisdiction_id)s
        and version.kind = 'account'
        and version.status = 'running'
        and version.platform <> all(%(several_allowed_on)s::text[])
),

pair as ( -- few: a later account and an older one of the same body
    select
        later.subject_id,
        older.subject_id as older_id,
        later.days * older.days as days
    from account as later
    inner join account as older
        on
            later.organiser = older.organiser
            and later.platform = older.platform
            and (later.since, later.subject_id) > (older.since, older.subject_id)
            and later.days && older.days
),

older_count as (
    select
        pair.subject_id,
        lower(stretch.days) + later.days as day,
        count(*) as accounts,
        jsonb_agg(
            jsonb_build_object('kind', 'registry', 'id', pair.older_id, 'note', 'older')
            order by pair.older_id
        ) as evidence
    from pair
    cross join lateral unnest(pair.days) as stretch (days)
    cross join lateral generate_series(0, upper(stretch.days) - lower(stretch.days) - 1) as later (days)
    group by pair.subject_id, lower(stretch.days) + later.days
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(older_count.accounts, 0)::numeric as value,
    1::bigint as sample_count,
    null::text as unknown_reason,
    coalesce(older_count.evidence, '[]') as evidence
from mart.running_subjects(%(jurisdiction_id)s, 'account', %(from_day)s, %(to_day)s) as assessed
left join older_count
    on assessed.subject_id = older_count.subject_id and assessed.day = older_count.day;
