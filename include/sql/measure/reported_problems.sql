-- 人工与外部认定的问题: what inspectors and authorities reported, or confirmed of what was proposed.
-- Reported problems. Each counts from the day it was found to the end of its quarter; one whose last word is
-- struck out (误报, 核减) counts no more. Nobody reported anything: not assessed, no row.
-- grain:   one row per running subject with a report, and day on which it counts
-- reads:   mart.reported_problem, mart.is_running
-- params:  jurisdiction_id, indicator_id, from_day, to_day (dates; end exclusive)
-- value:   open problems (a page or post is one)
-- unknown: never
with told as (
    select
        problem.subject_id,
        counted.day::date as day,
        problem.is_open,
        problem.report_id,
        problem.body
    from mart.reported_problem as problem
    cross join
        generate_series(
            greatest(problem.found_on, %(from_day)s), least(problem.counts_to, %(to_day)s) - 1, interval '1 day'
        ) as counted (day)
    where problem.jurisdiction_id = %(jurisdiction_id)s and problem.indicator_id = %(indicator_id)s
)

select
    subject_id,
    day,
    count(*) filter (where is_open)::numeric as value,
    count(*) as sample_count,
    null::text as unknown_reason,
    coalesce(
        jsonb_agg(jsonb_build_object('kind', 'report', 'id', report_id, 'note', body) order by report_id)
        filter (where is_open),
        '[]'
    ) as evidence
from told
where mart.is_running(%(jurisdiction_id)s, subject_id, day)
group by subject_id, day;
