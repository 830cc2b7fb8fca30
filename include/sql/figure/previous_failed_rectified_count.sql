-- Of the subjects unqualified in the period before, those whose every failing indicator was put right (已整改)
-- and its case closed by this period's cut-off day. A subject without a case is not known to be put right.
-- title:  {zh: 上期不合格已整改数, en: Unqualified subjects of the period before that were put right}
-- figure: previous_failed_rectified_count{site|account}
-- grain:  one row per kind of subject
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

rectified as (
    select
        previous.subject_id,
        previous.kind
    from previous
    cross join lateral unnest(previous.indicator_ids) as failing (indicator_id)
    left join mart.fact_case as opened
        on
            previous.subject_id = opened.subject_id
            and failing.indicator_id = opened.indicator_id
            and opened.jurisdiction_id = %(jurisdiction_id)s
            and opened.opened_on < %(period_start)s
            and opened.last_failed_on >= %(previous_period_start)s
    where previous.grade = 'unqualified'
    group by previous.subject_id, previous.kind
    having bool_and(coalesce(opened.closed_on <= %(cutoff_on)s, false))
),

built as (
    select count(*) as subject_count from previous
)

select
    'previous_failed_rectified_count' as figure_id,
    subject_kind.kind as dimension,
    count(rectified.subject_id) as value,
    null::numeric as numerator,
    null::numeric as denominator
from subject_kind
inner join built on built.subject_count > 0
left join rectified on subject_kind.kind = rectified.kind
group by subject_kind.kind;
