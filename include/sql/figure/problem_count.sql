-- Problems (问题) found in the period, and subjects with and without any: of those that were graded, whether a veto or a
-- deduction failed on any day.
-- title:  {zh: 问题数、有问题和没有问题的对象数, en: "Problems, subjects with and without any"}
-- combines: sum
-- figure: site_problem_count (subject and indicator), site_with_problem_count, site_without_problem_count, each also
--         {region/…}, {level/…}, {class/…}, {kind/…} and, of accounts, {platform/…}; the same with account_
-- grain:  one row per figure, group and graded subject; each kind of subject also with 0
-- reads:  mart.quarter_subject, mart.fact_finding, mart.groups_of
-- params: jurisdiction_id, period_id, period_start (date), cutoff_on (date, inclusive)
with failed as (
    select
        subject_id,
        count(distinct indicator_id) as problem_count,
        string_agg(distinct indicator_id, ' ' order by indicator_id) as said
    from mart.fact_finding
    where
        jurisdiction_id = %(jurisdiction_id)s
        and verdict = 'fail'
        and day between %(period_start)s and %(cutoff_on)s
    group by subject_id
),

graded as (
    select
        subject.subject_id,
        subject.kind,
        coalesce(failed.problem_count, 0) as problem_count,
        failed.said,
        coalesce(grouped.dimensions, array['']) as dimensions
    from mart.quarter_subject as subject
    left join failed on subject.subject_id = failed.subject_id
    left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped on subject.subject_id = grouped.subject_id
    where
        subject.jurisdiction_id = %(jurisdiction_id)s
        and subject.period_id = %(period_id)s
        and subject.grade in ('qualified', 'unqualified', 'prominent_issue')
)

select
    subject_kind.kind || figure.name as figure_id,
    coalesce(sort.dimension, '') as dimension,
    graded.subject_id as row_key,
    graded.subject_id,
    graded.said,
    coalesce(figure.adds, 0) as adds,
    null as adds_to_denominator
from (values ('site'), ('account')) as subject_kind (kind)
left join graded on subject_kind.kind = graded.kind
left join unnest(graded.dimensions) as sort (dimension) on true
cross join
    lateral (
        values
        ('_problem_count', graded.problem_count),
        ('_with_problem_count', (graded.problem_count > 0)::integer),
        ('_without_problem_count', (graded.problem_count = 0)::integer)
    ) as figure (name, adds);
