-- Notices of rectification (整改通知单) that superiors sent in the period: how many, to which class of bodies, done on
-- time, and how they ended.
-- title:  {zh: 上级整改通知单数、按时整改数和整改结果, en: "Notices of rectification: sent, done on time, outcome"}
-- figure: rectification_notice_count{kind}, {kind/class/government|department|other};
--         rectification_notice_on_time_count{kind}; rectification_notice_outcome_count{kind/outcome}
-- grain:  one row per figure and dimension that occurred; {kind} of each kind that had a notice
-- reads:  mart.fact_rectification_notice
-- params: jurisdiction_id, period_id, superior_levels (text[])
with notice as (
    select
        kind,
        kind || '/class/' || organiser_class as class,
        kind || '/' || outcome as outcome,
        coalesce(done_on <= due_on, done_on is not null and due_on is null) as is_on_time
    from mart.fact_rectification_notice
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and level = any(%(superior_levels)s::text[])
),

counted as (
    select
        'rectification_notice_count' as figure_id,
        sort.dimension,
        count(*) as value
    from notice
    cross join unnest(array[notice.kind, notice.class]) as sort (dimension)
    group by sort.dimension
    union all
    select
        'rectification_notice_on_time_count' as figure_id,
        kind as dimension,
        count(*) filter (where is_on_time) as value
    from notice
    group by kind
    union all
    select
        'rectification_notice_outcome_count' as figure_id,
        outcome as dimension,
        count(*) as value
    from notice
    group by outcome
)

select
    figure_id,
    dimension,
    value,
    null::numeric as numerator,
    null::numeric as denominator
from counted;
