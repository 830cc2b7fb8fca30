-- Rows of pass_rate: what the office's denominator (分母) counts, less the unqualified.
-- Each judged, inspected or registered subject, or each visit, adds to both sides; each unqualified subject takes
-- one away from the numerator.
-- grain:  one row per subject or visit of the denominator, and one per unqualified subject
-- reads:  mart.quarter_subject, mart.fact_inspection, mart.subjects_in_force
-- params: jurisdiction_id, period_id, period_start, period_end, cutoff_on (dates; end exclusive, cut-off
--         inclusive), site_denominator, account_denominator (judged, inspected, registered or visits), figure_id
with asked (kind, denominator) as (
    select
        split_part(%(figure_id)s, '_', 1),
        case
            when %(figure_id)s like 'site%%' then %(site_denominator)s::text else %(account_denominator)s::text
        end
),

graded as (
    select
        graded.subject_id,
        coalesce(graded.counts_as, graded.grade) as grade
    from mart.quarter_subject as graded
    inner join asked on split_part(graded.subject_id, ':', 1) = asked.kind
    where graded.jurisdiction_id = %(jurisdiction_id)s and graded.period_id = %(period_id)s
),

visited as (
    select
        inspection.subject_id,
        inspection.round_id,
        inspection.inspected_on,
        row_number() over (partition by inspection.subject_id order by inspection.inspected_on, inspection.round_id)
            as visit_no
    from mart.fact_inspection as inspection
    inner join asked on split_part(inspection.subject_id, ':', 1) = asked.kind
    where
        inspection.jurisdiction_id = %(jurisdiction_id)s
        and inspection.inspected_on >= %(period_start)s
        and inspection.inspected_on < %(period_end)s
),

counted as (
    select
        graded.subject_id as row_key,
        graded.subject_id,
        graded.grade as said
    from graded
    cross join asked
    where
        asked.denominator not in ('inspected', 'visits', 'registered')
        and graded.grade in ('qualified', 'unqualified')
    union all
    select
        concat_ws('/', visited.subject_id, visited.round_id) as row_key,
        visited.subject_id,
        concat('检查 ', visited.inspected_on) as said
    from visited
    cross join asked
    where asked.denominator = 'visits' or (asked.denominator = 'inspected' and visited.visit_no = 1)
    union all
    select
        registered.subject_id as row_key,
        registered.subject_id,
        registered.status as said
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1) as registered
    inner join asked on registered.kind = asked.kind and asked.denominator = 'registered'
    where registered.status = 'running'
)

select
    row_key,
    subject_id,
    said,
    1::numeric as adds,
    1::numeric as adds_to_denominator
from counted
union all
select
    concat(subject_id, ' 不合格') as row_key,
    subject_id,
    '扣除 unqualified' as said,
    -1::numeric as adds,
    0::numeric as adds_to_denominator
from graded
where grade = 'unqualified';
