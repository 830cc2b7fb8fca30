-- Bodies (主办单位) with at least one unqualified subject, by the registry as of the cut-off day.
-- title:  {zh: 涉及单位数, en: Bodies with an unqualified subject}
-- combines: distinct
-- figure: site_failed_organiser_count, account_failed_organiser_count
-- grain:  one row per unqualified subject, which says its body; each kind of subject also with 0
-- reads:  mart.quarter_subject, mart.dim_subject
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive)
with subject_kind (kind) as (
    values ('site'), ('account')
),

failed as (
    select distinct on (graded.subject_id)
        graded.subject_id,
        graded.kind,
        subject.organiser
    from mart.quarter_subject as graded
    inner join mart.dim_subject as subject
        on
            graded.jurisdiction_id = subject.jurisdiction_id
            and graded.subject_id = subject.subject_id
            and subject.valid_from <= %(cutoff_on)s
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade = 'unqualified'
    order by graded.subject_id asc, subject.valid_from desc
)

select
    subject_kind.kind || '_failed_organiser_count' as figure_id,
    '' as dimension,
    failed.subject_id as row_key,
    failed.subject_id,
    failed.organiser as said,
    (failed.subject_id is not null)::integer as adds,
    null as adds_to_denominator
from subject_kind
left join failed on subject_kind.kind = failed.kind;
