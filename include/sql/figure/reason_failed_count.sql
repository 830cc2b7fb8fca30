-- Unqualified subjects by reason (不合格原因): a subject with two reasons counts under both.
-- title:  {zh: 按原因的不合格数, en: Unqualified subjects by reason}
-- figure: site_reason_failed_count{reason_id}, account_reason_failed_count{reason_id}
-- grain:  one row per kind of subject and reason that occurred; 严重表述错误 also with 0, since bulletins say so
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with subject_kind (kind) as (
    values ('site'), ('account')
),

failed as (
    select
        split_part(graded.subject_id, ':', 1) as kind,
        reason.reason_id,
        graded.subject_id
    from mart.quarter_subject as graded
    cross join unnest(graded.reason_ids) as reason (reason_id)
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'unqualified'
    union all
    select
        kind,
        'serious_expression_error' as reason_id,
        null as subject_id
    from subject_kind
)

select
    kind || '_reason_failed_count' as figure_id,
    reason_id as dimension,
    count(distinct subject_id) as value,
    null::numeric as numerator,
    null::numeric as denominator
from failed
group by kind, reason_id;
