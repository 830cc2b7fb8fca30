-- Rows of superior_pass_streak_quarters: the notices of the unbroken run; each fourth quarter completes a year.
-- Of several runs (the figure without a dimension) the shortest is told, of equal ones the first by name.
-- grain:  one row per quarter of the run
-- reads:  mart.fact_superior_notice
-- params: jurisdiction_id, period_start (date), superior_levels (text[]), figure_id, dimension
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

ranked as (
    select
        notice.dimension,
        notice.period_id,
        notice.quarter_no,
        row_number() over (partition by notice.dimension order by notice.quarter_no desc) as place
    from notice
    inner join present on notice.quarter_no <= present.quarter_no
    where notice.is_clean
),

run as (
    select ranked.*
    from ranked
    inner join present on ranked.quarter_no + ranked.place = present.quarter_no + 1
),

streak as (
    select
        notice.dimension,
        count(run.place) as quarter_count
    from notice
    inner join present on notice.quarter_no = present.quarter_no
    left join run on notice.dimension = run.dimension
    group by notice.dimension
),

told as (
    select dimension
    from streak
    where %(dimension)s in ('', dimension)
    order by quarter_count asc, dimension collate "C" asc
    limit 1
)

select
    concat_ws('/', run.dimension, run.period_id) as row_key,
    null::text as subject_id,
    '无不合格' as said,
    case when %(figure_id)s like '%%_years' then (mod(run.place, 4) = 0)::integer else 1 end::numeric as adds,
    null::numeric as adds_to_denominator
from run
inner join told on run.dimension = told.dimension;
