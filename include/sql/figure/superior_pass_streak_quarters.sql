-- Unbroken run of quarters without an unqualified subject in a superior's notices, up to this quarter.
-- title:  {zh: 上级通报连续全部合格的季度数, en: Quarters in a row without a failure upstairs}
-- combines: min
-- figure: superior_pass_streak_quarters{level/kind}; {} is the shortest of them all (一并计算);
--         superior_pass_streak_years{} the same in whole years
-- grain:  one row per figure and run of a level and kind with a notice in this quarter, 0 where that one failed; a
--         missing quarter breaks the run
-- reads:  mart.fact_superior_notice
-- params: jurisdiction_id, period_start (date), superior_levels (text[])
with notice as (
    select
        period_id,
        level || '/' || kind as dimension,
        left(period_id, 4)::integer * 4 + right(period_id, 1)::integer as quarter_no,
        failed_count = 0 as is_clean
    from mart.fact_superior_notice
    where
        jurisdiction_id = %(jurisdiction_id)s
        and level = any(%(superior_levels)s::text[])
        and period_id ~ '^[0-9]{4}Q[1-4]$'
        and inspected_count > 0
),

present as (
    select (extract(year from %(period_start)s::date) * 4 + extract(quarter from %(period_start)s::date))::integer
        as quarter_no
),

-- quarters of one unbroken run share a number: the quarter after its newest
run as (
    select
        notice.dimension,
        notice.period_id,
        notice.quarter_no + row_number() over (
            partition by notice.dimension order by notice.quarter_no desc
        ) as run_no
    from notice
    inner join present on notice.quarter_no <= present.quarter_no
    where notice.is_clean
),

streak as (
    select
        notice.dimension,
        count(run.run_no) as quarter_count,
        string_agg(run.period_id, ' ' order by run.period_id) as said
    from notice
    inner join present on notice.quarter_no = present.quarter_no
    left join run on notice.dimension = run.dimension and run.run_no = present.quarter_no + 1
    group by notice.dimension
)

select
    figure.figure_id,
    figure.dimension,
    streak.dimension as row_key,
    null as subject_id,
    streak.said,
    figure.adds,
    null as adds_to_denominator
from streak
cross join lateral (
    values
    ('superior_pass_streak_quarters', streak.dimension, streak.quarter_count),
    ('superior_pass_streak_quarters', '', streak.quarter_count),
    ('superior_pass_streak_years', '', streak.quarter_count / 4)
) as figure (figure_id, dimension, adds);
