-- Subjects of the period by grade (合格数, 不合格数, 不予判定数).
-- title:  {zh: 合格数、不合格数和不予判定数, en: "Qualified, unqualified and undetermined subjects"}
-- figure: site_qualified_count, site_failed_count, site_undetermined_count, the same with account_
-- grain:  one row per kind of subject and grade
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with subject_kind (kind) as (
    values ('site'), ('account')
),

counted as (
    select
        subject_kind.kind,
        count(*) filter (where coalesce(graded.counts_as, graded.grade) = 'qualified') as qualified_count,
        count(*) filter (where graded.grade = 'unqualified') as failed_count,
        count(*) filter (where graded.grade = 'undetermined') as undetermined_count
    from subject_kind
    left join mart.quarter_subject as graded
        on
            subject_kind.kind = split_part(graded.subject_id, ':', 1)
            and graded.jurisdiction_id = %(jurisdiction_id)s
            and graded.period_id = %(period_id)s
    group by subject_kind.kind
)

select
    counted.kind || figure.name as figure_id,
    '' as dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from counted
cross join unnest(
    array['_qualified_count', '_failed_count', '_undetermined_count'],
    array[counted.qualified_count, counted.failed_count, counted.undetermined_count]
) as figure (name, value);
