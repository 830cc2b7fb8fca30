-- 搜索功能: tests of the site's own search that did not find an article which the site shows.
-- Search. A site whose search found the article once in the window works; one test alone may miss by its word.
-- grain:   one row per running site with a test in the window, and day
-- reads:   mart.running_subjects, staging.sign
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), window_days, tests_at_least
-- value:   tests that could be read and found nothing of it; 0 where any of the window did
-- unknown: too_few_tests; answers that come by script tell nothing
with tested as (
    select
        subject_id,
        day,
        value,
        place as word,
        coalesce(detail ->> 'snapshot_id', snapshot_id) as snapshot_id
    from staging.sign
    where
        observer_id = %(observer_id)s
        and topic = 'functions'
        and kind = 'search_result'
        and day > %(from_day)s::date - %(window_days)s::integer
        and day < %(to_day)s
),

counted as (
    select
        tested.subject_id,
        counted.day::date as day,
        bool_or(tested.value = 'found') as has_found,
        count(*) filter (where tested.value in ('nothing', 'other_results')) as missed_count,
        count(*) filter (where tested.value <> 'unreadable') as told_count,
        jsonb_agg(
            jsonb_build_object(
                'kind', 'snapshot', 'id', tested.snapshot_id, 'note', concat_ws(' ', tested.word, tested.value)
            )
            order by tested.day, tested.word
        ) filter (where tested.value in ('nothing', 'other_results')) as evidence
    from tested
    cross join
        generate_series(
            greatest(tested.day, %(from_day)s::date),
            least(tested.day + %(window_days)s::integer, %(to_day)s::date) - 1,
            interval '1 day'
        ) as counted (day)
    group by tested.subject_id, counted.day
)

select
    counted.subject_id,
    counted.day,
    case when counted.has_found then 0 else counted.missed_count end::numeric as value,
    counted.told_count as sample_count,
    case
        when not counted.has_found and counted.told_count < %(tests_at_least)s then 'too_few_tests'
    end as unknown_reason,
    case
        when counted.has_found then '[]'
        else coalesce(counted.evidence, '[]')
    end as evidence
from counted
inner join
    mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s) as assessed
    on counted.subject_id = assessed.subject_id and counted.day = assessed.day;
