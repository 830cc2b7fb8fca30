-- Subjects that were unqualified in the period before (上季度不合格数). No row when that period was never built.
-- title:  {zh: 上期不合格数, en: Unqualified subjects of the period before}
-- figure: previous_failed_count{site|account}
-- grain:  one row per kind of subject
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, previous_period_id
with subject_kind (kind) as (
    values ('site'), ('account')
),

previous as (
    select
        split_part(subject_id, ':', 1) as kind,
        grade
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(previous_period_id)s
),

built as (
    select count(*) as subject_count from previous
)

select
    'previous_failed_count' as figure_id,
    subject_kind.kind as dimension,
    count(previous.grade) as value,
    null::numeric as numerator,
    null::numeric as denominator
from subject_kind
inner join built on built.subject_count > 0
left join previous on subject_kind.kind = previous.kind and previous.grade = 'unqualified'
group by subject_kind.kind;
