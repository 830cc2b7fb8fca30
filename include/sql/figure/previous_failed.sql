-- Subjects that were unqualified in the period before (上季度不合格), and those of them put right (已整改): every
-- failing indicator's case was closed by this period's cut-off day. A subject without a case is not known to be
-- put right. No rows when that period was never built.
-- title:  {zh: 上期不合格数和其中已整改数, en: "Unqualified subjects of the period before, and those put right"}
-- figure: previous_failed_count{site|account}, previous_failed_rectified_count{site|account}
-- grain:  one row per figure and kind of subject
-- reads:  mart.quarter_subject, mart.fact_case
-- params: jurisdiction_id, previous_period_id, previous_period_start, period_start, cutoff_on (dates)
with subject_kind (kind) as (
    values ('site'), ('account')
),

previous as (
    select
        subject_id,
        split_part(subject_id, ':', 1) as kind,
        grade,
        indicator_ids
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(previous_period_id)s
),

failed as (
    select
        previous.subject_id,
        previous.kind,
        bool_and(coalesce(opened.closed_on <= %(cutoff_on)s, false)) as is_rectified
    from previous
    cross join unnest(previous.indicator_ids) as failing (indicator_id)
    left join mart.fact_case as opened
        on
            previous.subject_id = opened.subject_id
            and failing.indicator_id = opened.indicator_id
            and opened.jurisdiction_id = %(jurisdiction_id)s
            and opened.opened_on < %(period_start)s
            and opened.last_failed_on >= %(previous_period_start)s
    where previous.grade = 'unqualified'
    group by previous.subject_id, previous.kind
),

built as (
    select count(*) as subject_count from previous
),

counted as (
    select
        subject_kind.kind,
        count(failed.subject_id) as failed_count,
        count(*) filter (where failed.is_rectified) as rectified_count
    from subject_kind
    inner join built on built.subject_count > 0
    left join failed on subject_kind.kind = failed.kind
    group by subject_kind.kind
)

select
    figure.figure_id,
    counted.kind as dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from counted
cross join unnest(
    array['previous_failed_count', 'previous_failed_rectified_count'],
    array[counted.failed_count, counted.rectified_count]
) as figure (figure_id, value);
