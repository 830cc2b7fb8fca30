-- Unbroken run of quarters without an unqualified subject in a superior's notices, up to this quarter.
-- title:  {zh: 上级通报连续全部合格的季度数, en: Quarters in a row without a failure upstairs}
-- figure: superior_pass_streak_quarters{level/kind}; {} is the shortest of them all (一并计算);
--         superior_pass_streak_years{} the same in whole years
-- grain:  one row per level and kind with a notice in this quarter; a missing quarter breaks the run
-- reads:  mart.fact_superior_notice
-- params: jurisdiction_id, period_start (date), superior_levels (text[])
with notice as (
    select
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
        count(run.run_no) as quarter_count
    from notice
    inner join present on notice.quarter_no = present.quarter_no
    left join run on notice.dimension = run.dimension and run.run_no = present.quarter_no + 1
    group by notice.dimension
),

shortest as (
    select min(quarter_count) as quarter_count from streak
    having count(*) > 0
)

select
    'superior_pass_streak_quarters' as figure_id,
    dimension,
    quarter_count as value,
    null::numeric as numerator,
    null::numeric as denominator
from streak
union all
select
    'superior_pass_streak_quarters' as figure_id,
    '' as dimension,
    quarter_count as value,
    null::numeric as numerator,
    null::numeric as denominator
from shortest
union all
select
    'superior_pass_streak_years' as figure_id,
    '' as dimension,
    quarter_count / 4 as value,
    null::numeric as numerator,
    null::numeric as denominator
from shortest;
