-- What the notice of a superior level (上级通报) says of the period: figures as it counts them, the share it inspected,
-- the pass rate by the denominator that it uses, and how many of the failed it names are ours (涉及我市).
-- title:  {zh: 上级通报的登记数、检查数、家次、不合格数、合格率, en: Figures of a superior level's notice}
-- combines: sum; share of superior_inspected_share, superior_pass_rate
-- figure: superior_own_outcome_count{level/kind/outcome}: what became of ours (rectified, closed, failed, open);
--         superior_registered_count, superior_inspected_count, superior_visit_count, superior_failed_count,
--         superior_own_failed_count, superior_inspected_share, superior_pass_rate (shares 0–1),
--         all with {level/kind}, e.g. {province/site}
-- grain:  one row per figure and notice that inspected any; what it does not say has no row; of our own failed ones
--         one row per name, and 0 for each notice
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
        concat_ws('/', level, period_id, kind, name) as row_key,
        concat_ws(' ', outcome, note) as said,
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
        concat_ws('/', notice.level, notice.period_id, notice.kind) as row_key,
        concat_ws(
            ' ', '登记', notice.registered_count, '检查', notice.inspected_count, '家次', notice.visit_count,
            '不合格', notice.failed_count
        ) as said,
        notice.registered_count,
        notice.inspected_count,
        notice.visit_count,
        notice.failed_count,
        case asked.denominator
            when 'visits' then coalesce(notice.visit_count, notice.inspected_count)
            when 'registered' then coalesce(notice.registered_count, notice.inspected_count)
            else notice.inspected_count
        end as judged_count
    from mart.fact_superior_notice as notice
    inner join asked on notice.kind = asked.kind
    where
        notice.jurisdiction_id = %(jurisdiction_id)s
        and notice.period_id = %(period_id)s
        and notice.level = any(%(superior_levels)s::text[])
        and notice.inspected_count > 0
)

select
    figure.figure_id,
    notice.dimension,
    case when figure.figure_id <> 'superior_own_failed_count' then notice.row_key end as row_key,
    null as subject_id,
    notice.said,
    figure.adds,
    figure.adds_to_denominator
from notice
cross join
    lateral (
        values
        ('superior_registered_count', notice.registered_count, null),
        ('superior_inspected_count', notice.inspected_count, null),
        ('superior_visit_count', notice.visit_count, null),
        ('superior_failed_count', notice.failed_count, null),
        ('superior_own_failed_count', 0, null),
        ('superior_inspected_share', notice.inspected_count, notice.registered_count),
        ('superior_pass_rate', notice.judged_count - notice.failed_count, notice.judged_count)
    ) as figure (figure_id, adds, adds_to_denominator)
where figure.adds is not null
union all
select
    figure.figure_id,
    figure.dimension,
    named.row_key,
    null as subject_id,
    named.said,
    1 as adds,
    null as adds_to_denominator
from named
cross join
    lateral (
        values
        ('superior_own_failed_count', named.dimension),
        ('superior_own_outcome_count', named.dimension || '/' || named.outcome)
    ) as figure (figure_id, dimension)
where figure.dimension is not null;
