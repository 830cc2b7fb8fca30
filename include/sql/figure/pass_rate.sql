-- Pass rate (合格率): qualified among those that could be judged. No row where nobody was.
-- title:  {zh: 合格率, en: Pass rate}
-- figure: site_pass_rate, account_pass_rate
-- grain:  one row per kind of subject, value a share 0–1
-- reads:  mart.quarter_subject
-- params: jurisdiction_id, period_id
with judged as (
    select
        split_part(subject_id, ':', 1) as kind,
        count(*) filter (where coalesce(counts_as, grade) = 'qualified') as qualified_count,
        count(*) as judged_count
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and coalesce(counts_as, grade) in ('qualified', 'unqualified')
    group by 1
)

select
    kind || '_pass_rate' as figure_id,
    '' as dimension,
    qualified_count::numeric / judged_count as value,
    qualified_count::numeric as numerator,
    judged_count::numeric as denominator
from judged;
