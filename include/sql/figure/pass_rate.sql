-- Pass rate (合格率) by the denominator (分母) that the office uses: qualified among the judged, or all but the
-- unqualified among the inspected, the registered, or the visits (家次). No row where there is none of them.
-- title:  {zh: 合格率, en: Pass rate}
-- figure: site_pass_rate, account_pass_rate
-- grain:  one row per kind of subject, value a share 0–1
-- reads:  mart.quarter_subject, mart.fact_inspection, mart.subjects_in_force
-- params: jurisdiction_id, period_id, period_start, period_end, cutoff_on (dates; end exclusive, cut-off
--         inclusive), site_denominator, account_denominator (judged, inspected, registered or visits)
with asked (kind, denominator) as (
    values ('site', %(site_denominator)s::text), ('account', %(account_denominator)s::text)
),

graded as (
    select
        split_part(subject_id, ':', 1) as kind,
        count(*) filter (where coalesce(counts_as, grade) = 'qualified') as qualified_count,
        count(*) filter (where coalesce(counts_as, grade) = 'unqualified') as unqualified_count
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
    group by kind
),

inspected as (
    select
        split_part(subject_id, ':', 1) as kind,
        count(distinct subject_id) as inspected_count,
        count(*) as visit_count
    from mart.fact_inspection
    where
        jurisdiction_id = %(jurisdiction_id)s
        and inspected_on >= %(period_start)s
        and inspected_on < %(period_end)s
    group by kind
),

registered as (
    select
        kind,
        count(*) as registered_count
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
    where status = 'running'
    group by kind
),

counted as (
    select
        asked.kind,
        graded.unqualified_count,
        case asked.denominator
            when 'inspected' then inspected.inspected_count
            when 'visits' then inspected.visit_count
            when 'registered' then registered.registered_count
            else graded.qualified_count + graded.unqualified_count
        end as judged_count
    from asked
    inner join graded on asked.kind = graded.kind
    left join inspected on asked.kind = inspected.kind
    left join registered on asked.kind = registered.kind
)

select
    kind || '_pass_rate' as figure_id,
    '' as dimension,
    (judged_count - unqualified_count)::numeric / judged_count as value,
    (judged_count - unqualified_count)::numeric as numerator,
    judged_count::numeric as denominator
from counted
where judged_count > 0;
