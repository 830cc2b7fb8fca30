-- Subjects of the period by grade (合格数, 不合格数, 不予判定数, 存在突出问题数), also by group.
-- title:  {zh: 合格数、不合格数和不予判定数, en: "Qualified, unqualified and undetermined subjects"}
-- combines: sum
-- figure: site_qualified_count, site_failed_count, site_undetermined_count, site_prominent_count (the third grade),
--         each also {region/…}, {level/…}, {class/…}, {kind/…} and, of accounts, {platform/…}; the same with account_
-- grain:  one row per figure, group and subject that bears the grade; a group without one, and each kind of subject
--         and grade, also with 0
-- reads:  mart.quarter_subject, mart.groups_of
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive)
with figure (kind, name, grade) as (
    select
        subject_kind.kind,
        named.name,
        named.grade
    from (values ('site'), ('account')) as subject_kind (kind)
    cross join (
        values
        ('_qualified_count', 'qualified'),
        ('_failed_count', 'unqualified'),
        ('_undetermined_count', 'undetermined'),
        ('_prominent_count', 'prominent_issue')
    ) as named (name, grade)
),

graded as (
    select
        subject.subject_id,
        subject.kind,
        subject.grade,
        coalesce(subject.counts_as, subject.grade) as counts_as,
        concat_ws(' ', subject.grade, array_to_string(subject.reason_ids, ' ')) as said,
        coalesce(grouped.dimensions, array['']) as dimensions
    from mart.quarter_subject as subject
    left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped using (subject_id)
    where subject.jurisdiction_id = %(jurisdiction_id)s and subject.period_id = %(period_id)s
),

counted as (
    select
        figure.kind || figure.name as figure_id,
        graded.dimensions,
        graded.said,
        case
            when figure.grade = case when figure.grade = 'qualified' then graded.counts_as else graded.grade end
                then graded.subject_id
        end as bearer_id
    from figure
    left join graded on figure.kind = graded.kind
)

select
    counted.figure_id,
    coalesce(sort.dimension, '') as dimension,
    counted.bearer_id as row_key,
    counted.bearer_id as subject_id,
    counted.said,
    (counted.bearer_id is not null)::integer as adds,
    null as adds_to_denominator
from counted
left join unnest(counted.dimensions) as sort (dimension) on true;
