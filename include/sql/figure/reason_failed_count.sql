-- Unqualified subjects by reason (不合格原因): a subject with two reasons counts under both.
-- title:  {zh: 按原因的不合格数, en: Unqualified subjects by reason}
-- figure: site_reason_failed_count{reason_id}, account_reason_failed_count{reason_id}
-- grain:  one row per kind of subject and reason that occurred
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
select
    split_part(graded.subject_id, ':', 1) || '_reason_failed_count' as figure_id,
    reason.reason_id as dimension,
    count(distinct graded.subject_id) as value,
    null::numeric as numerator,
    null::numeric as denominator
from mart.quarter_subject as graded
cross join lateral unnest(graded.reason_ids) as reason (reason_id)
where
    graded.jurisdiction_id = %(jurisdiction_id)s
    and graded.period_id = %(period_id)s
    and graded.grade = 'unqualified'
group by 1, 2;
