-- Rows of superior_notice: the notice that says the figure; of our own failed ones, the names that it gives.
-- A rate is told by the notice's numbers: its denominator, less its failed ones.
-- grain:  one row per notice, or one per name
-- reads:  mart.fact_superior_notice, mart.fact_superior_item
-- params: jurisdiction_id, period_id, superior_levels (text[]), superior_site_denominator,
--         superior_account_denominator (registered, inspected or visits), figure_id, dimension
with asked (kind, denominator) as (
    values
    ('site', %(superior_site_denominator)s::text), ('account', %(superior_account_denominator)s::text)
),

notice as (
    select
        notice.*,
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
        and notice.level || '/' || notice.kind = %(dimension)s
        and notice.inspected_count > 0
)

select
    concat_ws('/', level, period_id, kind) as row_key,
    null::text as subject_id,
    concat_ws(
        ' ', '登记', registered_count, '检查', inspected_count, '家次', visit_count, '不合格', failed_count
    ) as said,
    case %(figure_id)s
        when 'superior_registered_count' then registered_count
        when 'superior_inspected_count' then inspected_count
        when 'superior_visit_count' then visit_count
        when 'superior_failed_count' then failed_count
        when 'superior_inspected_share' then inspected_count
        else judged_count - failed_count
    end::numeric as adds,
    case %(figure_id)s
        when 'superior_inspected_share' then registered_count
        when 'superior_pass_rate' then judged_count
    end::numeric as adds_to_denominator
from notice
where %(figure_id)s not like 'superior_own_%%'
union all
select
    concat_ws('/', level, period_id, kind, name) as row_key,
    null::text as subject_id,
    concat_ws(' ', outcome, note) as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mart.fact_superior_item
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and level = any(%(superior_levels)s::text[])
    and item = 'failed'
    and is_ours is not false
    and case %(figure_id)s
        when 'superior_own_failed_count' then level || '/' || kind = %(dimension)s
        when 'superior_own_outcome_count' then concat_ws('/', level, kind, outcome) = %(dimension)s
        else false
    end;
