-- Undetermined subjects of the period (不予判定数).
-- title:  {zh: 不予判定数, en: Undetermined subjects}
-- figure: site_undetermined_count, account_undetermined_count
-- grain:  one row per kind of subject
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with subject_kind (kind) as (
    values ('site'), ('account')
)

select
    subject_kind.kind || '_undetermined_count' as figure_id,
    '' as dimension,
    count(graded.subject_id) as value,
    null::numeric as numerator,
    null::numeric as denominator
from subject_kind
left join mart.quarter_subject as graded
    on
        subject_kind.kind = split_part(graded.subject_id, ':', 1)
        and graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'undetermined'
group by subject_kind.kind;
