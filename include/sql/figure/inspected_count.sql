-- Inspected sites and accounts (检查数): distinct subjects, however often each was inspected.
-- title:  {zh: 检查数, en: Inspected subjects}
-- figure: site_inspected_count, account_inspected_count
-- grain:  one row per kind of subject
-- reads:  mart.fact_inspection
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive)
with subject_kind (kind) as (
    values ('site'), ('account')
)

select
    subject_kind.kind || '_inspected_count' as figure_id,
    '' as dimension,
    count(distinct inspection.subject_id) as value,
    null::numeric as numerator,
    null::numeric as denominator
from subject_kind
left join mart.fact_inspection as inspection
    on
        subject_kind.kind = split_part(inspection.subject_id, ':', 1)
        and inspection.jurisdiction_id = %(jurisdiction_id)s
        and inspection.inspected_on >= %(period_start)s
        and inspection.inspected_on < %(period_end)s
group by subject_kind.kind;
