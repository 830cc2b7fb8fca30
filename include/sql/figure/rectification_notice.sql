-- Notices of rectification (整改通知单) that superiors sent in the period: how many, to which class of bodies, done on
-- time, and how they ended.
-- title:  {zh: 上级整改通知单数、按时整改数和整改结果, en: "Notices of rectification: sent, done on time, outcome"}
-- combines: sum
-- figure: rectification_notice_count{kind}, {kind/class/government|department|other};
--         rectification_notice_on_time_count{kind}, rectification_notice_late_count{kind} (late or not done);
--         rectification_notice_outcome_count{kind/outcome}
-- grain:  one row per figure and notice; those that were not done on time add 0 to that figure
-- reads:  mart.fact_rectification_notice
-- params: jurisdiction_id, period_id, superior_levels (text[])
with notice as (
    select
        notice_id,
        kind,
        organiser_class,
        outcome,
        coalesce(done_on <= due_on, done_on is not null and due_on is null)::integer as is_on_time,
        concat_ws(' ', name, organiser, outcome, '限', due_on, '完成', done_on) as said
    from mart.fact_rectification_notice
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and level = any(%(superior_levels)s::text[])
)

select
    figure.figure_id,
    figure.dimension,
    notice.notice_id as row_key,
    null as subject_id,
    notice.said,
    figure.adds,
    null as adds_to_denominator
from notice
cross join lateral (
    values
    ('rectification_notice_count', notice.kind, 1),
    ('rectification_notice_count', notice.kind || '/class/' || notice.organiser_class, 1),
    ('rectification_notice_on_time_count', notice.kind, notice.is_on_time),
    ('rectification_notice_late_count', notice.kind, 1 - notice.is_on_time),
    ('rectification_notice_outcome_count', notice.kind || '/' || notice.outcome, 1)
) as figure (figure_id, dimension, adds);
