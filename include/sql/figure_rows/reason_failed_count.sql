-- Rows of reason_failed_count: the unqualified subjects of a kind that bear one reason.
-- grain:  one row per subject
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id, figure_id, dimension
select
    subject_id as row_key,
    subject_id,
    array_to_string(reason_ids, ' ') as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mart.quarter_subject
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and grade = 'unqualified'
    and split_part(subject_id, ':', 1) = split_part(%(figure_id)s, '_', 1)
    and %(dimension)s = any(reason_ids);
