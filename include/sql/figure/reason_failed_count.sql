-- Unqualified subjects by reason (不合格原因): a subject with two reasons counts under both.
-- title:  {zh: 按原因的不合格数, en: Unqualified subjects by reason}
-- combines: sum
-- figure: site_reason_failed_count{reason_id}, account_reason_failed_count{reason_id}
-- grain:  one row per unqualified subject and reason; 严重表述错误 also with 0, since bulletins say so
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with failed as (
    select distinct
        graded.subject_id,
        graded.kind,
        reason.reason_id,
        array_to_string(graded.reason_ids, ' ') as said
    from mart.quarter_subject as graded
    cross join unnest(graded.reason_ids) as reason (reason_id)
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'unqualified'
)

select
    kind || '_reason_failed_count' as figure_id,
    reason_id as dimension,
    subject_id as row_key,
    subject_id,
    said,
    1 as adds,
    null as adds_to_denominator
from failed
union all
select
    kind || '_reason_failed_count' as figure_id,
    'serious_expression_error' as dimension,
    null as row_key,
    null as subject_id,
    null as said,
    0 as adds,
    null as adds_to_denominator
from (values ('site'), ('account')) as subject_kind (kind);
