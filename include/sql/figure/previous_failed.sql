-- Subjects that were unqualified in the period before (上季度不合格), and those of them put right (已整改): every
-- failing indicator's case was closed by this period's cut-off day. A subject without a case is not known to be
-- put right. None when that period was never built.
-- title:  {zh: 上期不合格数和其中已整改数, en: "Unqualified subjects of the period before, and those put right"}
-- combines: sum
-- figure: previous_failed_count{site|account}, previous_failed_rectified_count{site|account},
--         previous_failed_open_count{site|account}
-- grain:  one row per figure and subject that was unqualified, which adds 0 where the figure does not count it;
--         each kind of subject also with 0
-- reads:  mart.quarter_subject, mart.fact_case
-- params: jurisdiction_id, previous_period_id, previous_period_start, period_start, cutoff_on (dates)
with subject_kind (kind) as (
    values ('site'), ('account')
),

previous as (
    select
        subject_id,
        kind,
        grade,
        indicator_ids
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(previous_period_id)s
),

opened as (
    select
        subject_id,
        indicator_id,
        closed_on
    from mart.fact_case
    where
        jurisdiction_id = %(jurisdiction_id)s
        and opened_on < %(period_start)s
        and last_failed_on >= %(previous_period_start)s
),

failed as (
    select
        previous.subject_id,
        previous.kind,
        bool_and(coalesce(opened.closed_on <= %(cutoff_on)s, false)) as is_rectified,
        string_agg(
            concat(failing.indicator_id, ' ', coalesce(opened.closed_on::text, '未整改')), ', '
            order by failing.indicator_id
        ) as said
    from previous
    cross join unnest(previous.indicator_ids) as failing (indicator_id)
    left join opened on previous.subject_id = opened.subject_id and failing.indicator_id = opened.indicator_id
    where previous.grade = 'unqualified'
    group by previous.subject_id, previous.kind
)

select
    figure.figure_id,
    subject_kind.kind as dimension,
    failed.subject_id as row_key,
    failed.subject_id,
    failed.said,
    coalesce(figure.is_counted, false)::integer as adds,
    null as adds_to_denominator
from subject_kind
left join failed on subject_kind.kind = failed.kind
cross join
    lateral (
        values
        ('previous_failed_count', failed.subject_id is not null),
        ('previous_failed_rectified_count', failed.is_rectified),
        ('previous_failed_open_count', not failed.is_rectified)
    ) as figure (figure_id, is_counted)
where exists (select from previous);
