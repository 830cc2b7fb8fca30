-- Rows of previous_failed: the unqualified of the period before; of the rectified, whether every case was closed.
-- grain:  one row per subject that was unqualified in the period before
-- reads:  mart.quarter_subject, mart.fact_case
-- params: jurisdiction_id, previous_period_id, previous_period_start, period_start, cutoff_on (dates),
--         figure_id, dimension
with failed as (
    select
        previous.subject_id,
        bool_and(coalesce(opened.closed_on <= %(cutoff_on)s, false)) as is_rectified,
        string_agg(concat(failing.indicator_id, ' ', coalesce(opened.closed_on::text, '未整改')), ', ') as said
    from mart.quarter_subject as previous
    cross join unnest(previous.indicator_ids) as failing (indicator_id)
    left join mart.fact_case as opened
        on
            previous.subject_id = opened.subject_id
            and failing.indicator_id = opened.indicator_id
            and opened.jurisdiction_id = %(jurisdiction_id)s
            and opened.opened_on < %(period_start)s
            and opened.last_failed_on >= %(previous_period_start)s
    where
        previous.jurisdiction_id = %(jurisdiction_id)s
        and previous.period_id = %(previous_period_id)s
        and previous.grade = 'unqualified'
        and split_part(previous.subject_id, ':', 1) = %(dimension)s
    group by previous.subject_id
)

select
    subject_id as row_key,
    subject_id,
    said,
    (%(figure_id)s = 'previous_failed_count' or is_rectified)::integer::numeric as adds,
    null::numeric as adds_to_denominator
from failed;
