-- What the notice of a superior level (上级通报) says of the period: figures as it counts them, the share it inspected,
-- the pass rate by the denominator that it uses, and how many of the failed it names are ours (涉及我市).
-- title:  {zh: 上级通报的登记数、检查数、家次、不合格数、合格率, en: Figures of a superior level's notice}
-- figure: superior_own_outcome_count{level/kind/outcome}: what became of ours (rectified, closed, failed, open);
--         superior_registered_count, superior_inspected_count, superior_visit_count, superior_failed_count,
--         superior_own_failed_count, superior_inspected_share, superior_pass_rate (shares 0–1),
--         all with {level/kind}, e.g. {province/site}
-- grain:  one row per figure, level and kind that the superior inspected; what it does not say has no row
-- reads:  mart.fact_superior_notice, mart.fact_superior_item
-- params: jurisdiction_id, period_id, superior_levels (text[]), superior_site_denominator,
--         superior_account_denominator (registered, inspected or visits)
with asked (kind, denominator) as (
    values
    ('site', %(superior_site_denominator)s::text), ('account', %(superior_account_denominator)s::text)
),

named as (
    select
        level || '/' || kind as dimension,
        outcome
    from mart.fact_superior_item
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and level = any(%(superior_levels)s::text[])
        and item = 'failed'
        and is_ours is not false
),

notice as (
    select
        notice.level || '/' || notice.kind as dimension,
        notice.registered_count::numeric as registered_count,
        notice.inspected_count::numeric as inspected_count,
        notice.visit_count::numeric as visit_count,
        notice.failed_count::numeric as failed_count,
        case
            when asked.denominator = 'visits' then coalesce(notice.visit_count, notice.inspected_count)
            when asked.denominator = 'registered' then coalesce(notice.registered_count, notice.inspected_count)
            else notice.inspected_count
        end::numeric as judged_count
    from mart.fact_superior_notice as notice
    inner join asked on notice.kind = asked.kind
    where
        notice.jurisdiction_id = %(jurisdiction_id)s
        and notice.period_id = %(period_id)s
        and notice.level = any(%(superior_levels)s::text[])
        and notice.inspected_count > 0
),

told as (
    select dimension from notice
    union
    select dimension from named
)

select
    figure.figure_id,
    notice.dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from notice
cross join
    unnest(
        array[
            'superior_registered_count', 'superior_inspected_count', 'superior_visit_count',
            'superior_failed_count'
        ],
        array[notice.registered_count, notice.inspected_count, notice.visit_count, notice.failed_count]
    ) as figure (figure_id, value)
where figure.value is not null
union all
select
    'superior_inspected_share' as figure_id,
    dimension,
    inspected_count / registered_count as value,
    inspected_count as numerator,
    registered_count as denominator
from notice
where registered_count > 0
union all
select
    'superior_pass_rate' as figure_id,
    dimension,
    (judged_count - failed_count) / judged_count as value,
    judged_count - failed_count as numerator,
    judged_count as denominator
from notice
union all
select
    'superior_own_failed_count' as figure_id,
    told.dimension,
    count(named.dimension) as value,
    null::numeric as numerator,
    null::numeric as denominator
from told
left join named on told.dimension = named.dimension
group by told.dimension
union all
select
    'superior_own_outcome_count' as figure_id,
    dimension || '/' || outcome as dimension,
    count(*) as value,
    null::numeric as numerator,
    null::numeric as denominator
from named
where outcome is not null
group by dimension, outcome;
