-- Rows of grade_count: the subjects of one kind that bear the grade (等次).
-- grain:  one row per subject
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id, figure_id
select
    subject_id as row_key,
    subject_id,
    concat_ws(' ', grade, array_to_string(reason_ids, ' ')) as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mart.quarter_subject
where
    jurisdiction_id = %(jurisdiction_id)s
    and period_id = %(period_id)s
    and split_part(subject_id, ':', 1) = split_part(%(figure_id)s, '_', 1)
    and case split_part(%(figure_id)s, '_', 2)
        when 'qualified' then coalesce(counts_as, grade) = 'qualified'
        when 'failed' then grade = 'unqualified'
        else grade = split_part(%(figure_id)s, '_', 2)
    end;
