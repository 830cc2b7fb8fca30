-- Rows of failed_organiser_count: the unqualified subjects; the first of each body (主办单位) adds it.
-- grain:  one row per unqualified subject of a kind
-- reads:  mart.quarter_subject, mart.dim_subject
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive), figure_id
with failed as (
    select distinct on (graded.subject_id)
        graded.subject_id,
        subject.organiser
    from mart.quarter_subject as graded
    inner join mart.dim_subject as subject
        on graded.subject_id = subject.subject_id and subject.valid_from <= %(cutoff_on)s
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'unqualified'
        and split_part(graded.subject_id, ':', 1) = split_part(%(figure_id)s, '_', 1)
    order by graded.subject_id asc, subject.valid_from desc
)

select
    subject_id as row_key,
    subject_id,
    organiser as said,
    (row_number() over (partition by organiser order by subject_id) = 1)::integer::numeric as adds,
    null::numeric as adds_to_denominator
from failed;
