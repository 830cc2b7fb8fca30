-- 严重表述错误: grave word-list hits that an inspector has confirmed.
-- Grave wording errors. A page's hit counts on its day, a post's from its day to the end of the month.
-- A hit that nobody has confirmed is a proposal and fails nobody; a hit struck out (误报) does not count.
-- grain:   one row per running subject of the kind and day
-- reads:   mart.running_subjects, mart.last_decision, staging.term_hit
-- params:  jurisdiction_id, observer_id, indicator_id, kind, from_day, to_day (dates; end exclusive)
-- value:   confirmed hits (a term on a page or in a post is one)
-- unknown: never
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s)
),

hit as (
    select
        term_hit.subject_id,
        term_hit.day,
        term_hit.term,
        term_hit.locator,
        term_hit.snapshot_id,
        term_hit.locator like 'post:%%' as is_post,
        greatest(term_hit.day, %(from_day)s) as counts_from,
        case
            when term_hit.locator like 'post:%%'
                then least((date_trunc('month', term_hit.day) + interval '1 month')::date, %(to_day)s) - 1
            else term_hit.day
        end as counts_until,
        coalesce(word.decision = 'confirmed', false) as is_confirmed
    from staging.term_hit
    left join mart.last_decision as word
        on
            term_hit.subject_id = word.subject_id
            and term_hit.locator = word.locator
            and word.jurisdiction_id = %(jurisdiction_id)s
            and word.indicator_id = %(indicator_id)s
    where
        term_hit.observer_id = %(observer_id)s
        and term_hit.severity = 'grave'
        and term_hit.day >= date_trunc('month', %(from_day)s::date)::date
        and term_hit.day < %(to_day)s
),

shown as (
    select
        hit.subject_id,
        hit.counts_from + later.days as day,
        count(*) as hit_count,
        count(*) filter (where hit.is_confirmed) as confirmed_count,
        jsonb_agg(
            jsonb_build_object(
                'kind', case when hit.is_post then 'post' else 'snapshot' end,
                'id', case when hit.is_post then substr(hit.locator, 6) else coalesce(hit.snapshot_id, hit.locator) end,
                'note', hit.term,
                'place', hit.locator
            )
            order by hit.day, hit.locator, hit.term
        ) filter (where hit.is_confirmed) as evidence
    from hit
    cross join generate_series(0, hit.counts_until - hit.counts_from) as later (days)
    group by hit.subject_id, hit.counts_from + later.days
)

select
    assessed.subject_id,
    assessed.day,
    coalesce(shown.confirmed_count, 0)::numeric as value,
    coalesce(shown.hit_count, 0) as sample_count,
    null::text as unknown_reason,
    coalesce(shown.evidence, '[]') as evidence
from assessed
left join shown using (subject_id, day);
