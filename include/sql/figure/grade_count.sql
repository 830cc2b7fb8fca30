-- Subjects of the period by grade (合格数, 不合格数, 不予判定数).
-- title:  {zh: 合格数、不合格数和不予判定数, en: "Qualified, unqualified and undetermined subjects"}
-- combines: sum
-- figure: site_qualified_count, site_failed_count, site_undetermined_count, the same with account_
-- grain:  one row per subject that bears the grade; each kind of subject and grade also with 0
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with figure (kind, name, grade) as (
    values
    ('site', '_qualified_count', 'qualified'),
    ('site', '_failed_count', 'unqualified'),
    ('site', '_undetermined_count', 'undetermined'),
    ('account', '_qualified_count', 'qualified'),
    ('account', '_failed_count', 'unqualified'),
    ('account', '_undetermined_count', 'undetermined')
),

graded as (
    select
        subject_id,
        kind,
        grade,
        coalesce(counts_as, grade) as counts_as,
        concat_ws(' ', grade, array_to_string(reason_ids, ' ')) as said
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
)

select
    figure.kind || figure.name as figure_id,
    '' as dimension,
    graded.subject_id as row_key,
    graded.subject_id,
    graded.said,
    (graded.subject_id is not null)::integer as adds,
    null as adds_to_denominator
from figure
left join graded
    on
        figure.kind = graded.kind
        and figure.grade = case when figure.grade = 'qualified' then graded.counts_as else graded.grade end;
