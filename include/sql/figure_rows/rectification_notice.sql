-- Rows of rectification_notice: the superiors' notices of one kind, class of bodies or outcome.
-- grain:  one row per notice; those that the figure does not count add 0 to it
-- reads:  mart.fact_rectification_notice
-- params: jurisdiction_id, period_id, superior_levels (text[]), figure_id, dimension
select
    notice_id as row_key,
    null::text as subject_id,
    concat_ws(' ', name, organiser, outcome, '限', due_on, '完成', done_on) as said,
    case
        when %(figure_id)s = 'rectification_notice_on_time_count'
            then coalesce(done_on <= due_on, done_on is not null and due_on is null)::integer
        else 1
    end::numeric as adds,
    null::numeric as adds_to_denominator
from mart.fact_rectification_notice
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and level = any(%(superior_levels)s::text[])
    and case %(figure_id)s
        when 'rectification_notice_outcome_count' then kind || '/' || outcome = %(dimension)s
        else %(dimension)s in (kind, kind || '/class/' || organiser_class)
    end;
